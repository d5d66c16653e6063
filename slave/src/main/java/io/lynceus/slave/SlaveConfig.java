package io.lynceus.slave;

import com.typesafe.config.Config;
import io.lynceus.common.http.AllowedHosts;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.settings.Check;
import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.slave.confinement.ConfinementConfig;
import io.lynceus.slave.memory.MemoryConfig;
import io.lynceus.slave.net.HealthConfig;
import io.lynceus.slave.net.MasterLinkConfig;
import io.lynceus.slave.networks.NetworksConfig;
import io.lynceus.slave.work.WorkConfig;
import io.lynceus.vision.VisionConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The settings of a slave, a record for each part. {@code config/slave.conf} explains them.
 *
 * @param tls of the connection to the master, if it has it
 */
public record SlaveConfig(
    MasterLinkConfig master,
    Optional<ClientTls.Settings> tls,
    WorkConfig work,
    MemoryConfig memory,
    ConfinementConfig confinement,
    VisionConfig vision,
    NetworksConfig networks,
    HealthConfig health) {

  private static final String AUTO = "auto";
  private static final int FEWEST_AUTO_THREADS = 3;

  /** Every key with its default: {@code config/slave.conf}. */
  public static Config defaults() {
    return VisionConfig.settings();
  }

  /**
   * Gives each part its settings.
   *
   * @param settings with every key of {@code config/slave.conf}
   * @param version this slave's Lynceus version
   * @throws IllegalArgumentException naming the key whose value is out of its range
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static SlaveConfig from(Config settings, String version) {
    VisionConfig vision = VisionConfig.from(settings);
    return new SlaveConfig(
        master(settings, version),
        tls(settings.getConfig("master.tls")),
        new WorkConfig(
            threads(settings),
            parallel(settings),
            settings.getInt("limits.queue"),
            settings.getBytes("limits.held-bytes"),
            vision.images(),
            settings.getDuration("drain")),
        new MemoryConfig(
            settings.getBytes("limits.resident-bytes"), settings.getBytes("limits.picture-bytes")),
        ConfinementConfig.from(settings),
        vision,
        new NetworksConfig(
            vision.receivedDir(),
            settings.getBytes("models.received-bytes"),
            settings.getDuration("models.unload-after")),
        health(settings));
  }

  /**
   * {@code threads}, 1 to {@link WorkConfig#MOST_THREADS}; {@code auto} is as many as the
   * processors that this process may use, and no fewer than three.
   *
   * @throws com.typesafe.config.ConfigException naming the key when it is neither
   */
  public static int threads(Config settings) {
    if (settings.getString("threads").equals(AUTO)) {
      int processors = Runtime.getRuntime().availableProcessors();
      return Math.min(Math.max(FEWEST_AUTO_THREADS, processors), WorkConfig.MOST_THREADS);
    }
    return settings.getInt("threads");
  }

  /** 0 for "auto". */
  private static int parallel(Config settings) {
    if (settings.getString("limits.parallel").equals(AUTO)) {
      return 0;
    }
    int units = settings.getInt("limits.parallel");
    Check.wholeNumber("limits.parallel", units, 1, WorkConfig.MOST_THREADS);
    return units;
  }

  private static MasterLinkConfig master(Config settings, String version) {
    String name = settings.getString("name");
    return new MasterLinkConfig(
        settings.getString("master.host"),
        settings.getInt("master.port"),
        ClusterSecret.of(settings.getString("secret")),
        name.isBlank() ? nameOfProcess() : name,
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

  /** The default port is for the first slave of a machine; the next ones take any free port. */
  private static HealthConfig health(Config settings) {
    int port = settings.getInt("http.port");
    return new HealthConfig(
        settings.getString("http.host"),
        port,
        port == defaults().getInt("http.port"),
        AllowedHosts.of(settings.getValue("http.allowed-hosts").unwrapped()));
  }

  private static String nameOfProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "slave";
    }
    String shortened = host.length() > 50 ? host.substring(0, 50) : host;
    return shortened.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + ProcessHandle.current().pid();
  }
}
