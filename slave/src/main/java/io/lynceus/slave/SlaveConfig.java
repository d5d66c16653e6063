package io.lynceus.slave;

import com.typesafe.config.Config;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.slave.memory.MemoryConfig;
import io.lynceus.slave.net.HealthConfig;
import io.lynceus.slave.net.MasterLinkConfig;
import io.lynceus.slave.work.WorkConfig;
import io.lynceus.vision.VisionConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a slave, each part's its own. {@code config/slave.conf} explains them.
 *
 * @param tls of the connection to the master, if it speaks it
 * @param drain how long running work units may take to end when the slave is stopped
 */
public record SlaveConfig(
    MasterLinkConfig master,
    Optional<ClientTls.Settings> tls,
    WorkConfig work,
    MemoryConfig memory,
    VisionConfig vision,
    HealthConfig health,
    Duration drain) {

  /**
   * Picks each part's settings.
   *
   * @param settings with every key of {@code config/slave.conf}
   * @param version this slave's Lynceus version
   * @throws IllegalArgumentException naming the key whose value is out of its range
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static SlaveConfig from(Config settings, String version) {
    return new SlaveConfig(
        master(settings, version),
        tls(settings.getConfig("master.tls")),
        work(settings),
        new MemoryConfig(
            settings.getBytes("limits.resident-bytes"), settings.getBytes("limits.picture-bytes")),
        vision(settings),
        new HealthConfig(settings.getString("http.host"), settings.getInt("http.port")),
        settings.getDuration("drain"));
  }

  private static MasterLinkConfig master(Config settings, String version) {
    return new MasterLinkConfig(
        settings.getString("master.host"),
        settings.getInt("master.port"),
        ClusterSecret.of(settings.getString("secret")),
        given(settings, "name").orElseGet(SlaveConfig::nameOfProcess),
        version,
        AnalysisDescriptor.STANDARD);
  }

  private static Optional<ClientTls.Settings> tls(Config tls) {
    TlsFiles files =
        TlsFiles.of(
            "master.tls.", tls.getString("certificate"), tls.getString("key"), tls.getString("ca"));
    if (tls.getBoolean("enabled")) {
      return Optional.of(new ClientTls.Settings(files, tls.getBoolean("verify-host")));
    }
    if (!files.isEmpty()) {
      throw new IllegalArgumentException(
          "master.tls names files, but master.tls.enabled is false: set it to true");
    }
    return Optional.empty();
  }

  private static WorkConfig work(Config settings) {
    Config limits = settings.getConfig("limits");
    long imageBytes = limits.getBytes("image-bytes");
    if (imageBytes > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("limits.image-bytes can be 1 GiB at most");
    }
    return new WorkConfig(
        settings.getInt("threads"),
        limits.getInt("queue"),
        limits.getBytes("held-bytes"),
        new ImageLimits((int) imageBytes, limits.getLong("pixels"), limits.getInt("side")));
  }

  private static VisionConfig vision(Config settings) {
    SortedMap<Analysis, Map<String, String>> analyses = new TreeMap<>();
    Config sections = settings.getConfig("analysis");
    for (String key : sections.root().keySet()) {
      analyses.put(new Analysis(key), values(sections.getConfig(key)));
    }
    return new VisionConfig(
        given(settings, "models.dir").map(Path::of),
        given(settings, "native.dir").map(Path::of),
        given(settings, "plugins.dir").map(Path::of),
        analyses);
  }

  /** Values as texts: the analysis reads them. */
  private static Map<String, String> values(Config section) {
    Map<String, String> values = new TreeMap<>();
    section.entrySet().forEach(e -> values.put(e.getKey(), section.getString(e.getKey())));
    return values;
  }

  /** An empty text means that the user leaves it to us. */
  private static Optional<String> given(Config settings, String key) {
    return Optional.of(settings.getString(key)).filter(value -> !value.isBlank());
  }

  private static String nameOfProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "slave";
    }
    String shortened = host.length() > 50 ? host.substring(0, 50) : host;
    return shortened + "-" + ProcessHandle.current().pid();
  }
}
