package io.lynceus.master.mqtt;

import com.typesafe.config.Config;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.master.mqtt.link.MqttLogin;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.MqttSession;
import io.lynceus.master.mqtt.topics.Discovery;
import io.lynceus.master.mqtt.topics.DiscoveryKind;
import io.lynceus.master.mqtt.topics.MasterTopics;
import io.lynceus.master.mqtt.topics.TopicNames;
import io.lynceus.model.settings.Check;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part {@code mqtt} of the master's settings.
 *
 * @param broker where it is; absent: there is no MQTT
 * @param access how this client shows who it is
 * @param prefix of all topics
 * @param root {@code discovery-prefix}: the topics that Home Assistant listens to
 * @param snapshotBytes of the largest picture; 0: none is sent
 * @param results whether the reply to each still is sent
 */
public record MqttConfig(
    Optional<Broker> broker,
    Access access,
    String prefix,
    DiscoveryKind discovery,
    String root,
    int snapshotBytes,
    boolean results) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7e]{0,64}");
  private static final int MOST_PREFIX_CHARS = 64;
  private static final int LEAST_SNAPSHOT = 1 << 10;
  private static final int MOST_SNAPSHOT = 8 << 20;
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  /** Where the broker is. */
  public record Broker(String host, int port, boolean tls) {
    @Override
    public String toString() {
      return host + ":" + port + (tls ? " with TLS" : "");
    }
  }

  /**
   * How this client shows who it is.
   *
   * @param clientId empty: one is made of the prefix and the machine's name
   * @param user absent: none
   * @param passwordFile read for each connection
   * @param tls files for TLS
   */
  public record Access(
      String clientId, Optional<String> user, Optional<Path> passwordFile, TlsFiles tls) {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the key whose value is wrong
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static MqttConfig from(Config mqtt) {
    TlsFiles tls =
        TlsFiles.of(
            "mqtt.tls.",
            mqtt.getString("tls.certificate"),
            mqtt.getString("tls.key"),
            mqtt.getString("tls.ca"));
    Optional<Broker> broker = broker(mqtt.getString("url").strip());
    if (broker.isPresent() && !broker.get().tls() && !tls.isEmpty()) {
      throw new IllegalArgumentException(
          "mqtt.tls names files, and mqtt.url is without TLS: begin it with mqtts://");
    }
    Optional<String> user = text(mqtt, "user");
    Optional<Path> password = text(mqtt, "password-file").map(Path::of);
    if (password.isPresent() && user.isEmpty()) {
      throw new IllegalArgumentException(
          "mqtt.password-file is set, but mqtt.user is not: set both");
    }
    String clientId = mqtt.getString("client-id");
    Check.that(
        CLIENT_ID.matcher(clientId).matches(),
        "mqtt.client-id",
        "at most 64 printable characters without spaces",
        "'" + shown(clientId) + "'");
    boolean snapshots = mqtt.getBoolean("snapshots");
    long bytes = mqtt.getBytes("snapshot-bytes");
    Check.size("mqtt.snapshot-bytes", bytes, LEAST_SNAPSHOT, MOST_SNAPSHOT);
    return new MqttConfig(
        broker,
        new Access(clientId, user, password, tls),
        prefix("mqtt.prefix", mqtt.getString("prefix")),
        DiscoveryKind.ofKey(mqtt.getString("discovery")),
        prefix("mqtt.discovery-prefix", mqtt.getString("discovery-prefix")),
        snapshots ? (int) bytes : 0,
        mqtt.getBoolean("results"));
  }

  private static Optional<String> text(Config config, String key) {
    return Optional.of(config.getString(key)).filter(text -> !text.isEmpty());
  }

  private static String prefix(String key, String text) {
    Check.that(
        PREFIX.matcher(text).matches() && text.length() <= MOST_PREFIX_CHARS,
        key,
        "1 to 64 of A-Z a-z 0-9 _ . - with / between levels",
        "'" + shown(text) + "'");
    return text;
  }

  private static Optional<Broker> broker(String url) {
    if (url.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI read = new URI(url);
      String scheme = String.valueOf(read.getScheme());
      boolean tls = scheme.equals("mqtts");
      boolean whole =
          (tls || scheme.equals("mqtt"))
              && read.getHost() != null
              && read.getUserInfo() == null
              && (read.getPath() == null || read.getPath().length() <= 1)
              && read.getQuery() == null
              && read.getPort() <= 0xffff
              && read.getPort() != 0;
      if (whole) {
        String host = read.getHost().replaceAll("^\\[|]$", "");
        int port = read.getPort() > 0 ? read.getPort() : tls ? TLS_PORT : PLAIN_PORT;
        return Optional.of(new Broker(host, port, tls));
      }
    } catch (URISyntaxException e) {
      // The message below says what it can be, and does not repeat what may be a password.
    }
    throw new IllegalArgumentException(
        "mqtt.url must be mqtt://HOST, mqtts://HOST, or one of them with :PORT behind it; user and"
            + " password have settings of their own");
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** What Home Assistant is told of. */
  public Discovery.Config discovery(String version) {
    return new Discovery.Config(discovery, prefix, root, version, snapshotBytes > 0);
  }

  /**
   * Reads the files of TLS, and says who this client is.
   *
   * @param host the name of this machine
   * @throws IOException naming the setting and the file that cannot be used
   */
  public MqttSession.LoginSource logins(String host) throws IOException {
    Broker to = broker.orElseThrow();
    Optional<ClientTls> tls =
        to.tls()
            ? Optional.of(ClientTls.open(new ClientTls.Settings(access.tls(), true)))
            : Optional.empty();
    String id =
        access.clientId().isEmpty() ? TopicNames.id(List.of(prefix, host)) : access.clientId();
    TopicMessage will =
        TopicMessage.kept(prefix + "/" + MasterTopics.AVAILABLE, MasterTopics.OFFLINE);
    return () ->
        new MqttLogin(to.host(), to.port(), tls, id, access.user(), password(), Optional.of(will));
  }

  private Optional<String> password() throws IOException {
    return access.passwordFile().isPresent()
        ? Optional.of(PasswordText.read("mqtt.password-file", access.passwordFile().get()))
        : Optional.empty();
  }
}
