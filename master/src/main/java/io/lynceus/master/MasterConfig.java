package io.lynceus.master;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import io.lynceus.common.http.AllowedHosts;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.console.SettingLine;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.master.dispatch.DispatchConfig;
import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.master.dispatch.DispatchConfig.Remembered;
import io.lynceus.master.dispatch.DispatchConfig.Replies;
import io.lynceus.master.dispatch.DispatchConfig.Retries;
import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.gateway.compat.CompatConfig;
import io.lynceus.master.gateway.compat.CompatDialect;
import io.lynceus.master.gateway.http.HttpConfig;
import io.lynceus.master.mqtt.MqttConfig;
import io.lynceus.master.mqtt.MqttDesk;
import io.lynceus.master.networks.DistributionConfig;
import io.lynceus.master.people.PeopleConfig;
import io.lynceus.master.quarantine.QuarantineConfig;
import io.lynceus.master.slaves.SlavesPortConfig;
import io.lynceus.master.store.StoreSettings;
import io.lynceus.master.tokens.TokenFile;
import io.lynceus.master.webhooks.WebhookSettings;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.protocol.wire.WireEndpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of a master, a record for each part. {@code config/master.conf} explains them.
 *
 * @param people whom faces are compared with, and how; empty: with nobody
 * @param tokenFiles are looked at while the master runs
 * @param shown all of them as text, without secrets
 */
public record MasterConfig(
    GatewayConfig gateway,
    HttpConfig http,
    CompatConfig compat,
    SlavesPortConfig slaves,
    DispatchConfig dispatch,
    QuarantineConfig quarantine,
    DistributionConfig networks,
    CamerasConfig cameras,
    StoreSettings store,
    MqttConfig mqtt,
    WebhookSettings webhooks,
    Optional<PeopleConfig> people,
    Tls tls,
    List<TokenFile> tokenFiles,
    List<SettingLine> shown) {

  /**
   * TLS of the ports that have it.
   *
   * @param tasks of the clients' ports, the task port and the HTTP port
   * @param slaves of the slaves' port
   */
  public record Tls(Optional<TlsFiles> tasks, Optional<TlsFiles> slaves) {}

  /** Every key with its default: {@code config/master.conf}, which lies in this module's jar. */
  public static Config defaults() {
    return ConfigFactory.parseResources(
        MasterConfig.class.getClassLoader(),
        "master.conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /**
   * Gives each part its settings.
   *
   * @param settings with every key of {@code config/master.conf}
   * @throws IllegalArgumentException naming the key whose value is out of its range
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static MasterConfig from(Config settings) {
    WebhookSettings webhooks = WebhookSettings.of(settings);
    DispatchConfig dispatch = dispatch(settings);
    GatewayConfig gateway = gateway(settings);
    HttpConfig http =
        new HttpConfig(
            settings.getString("http.host"),
            settings.getInt("http.port"),
            gateway.tokens().closesThePorts(),
            AllowedHosts.of(settings.getValue("http.allowed-hosts").unwrapped()),
            settings.getBoolean("http.console"),
            settings.getBoolean("console.edit"));
    MqttConfig mqtt = MqttConfig.from(settings.getConfig("mqtt"));
    return new MasterConfig(
        gateway,
        http,
        compat(settings.getConfig("compat"), gateway, http),
        slaves(settings, dispatch.liveness()),
        dispatch,
        quarantine(settings),
        DistributionConfig.from(settings),
        CamerasConfig.of(settings.getString("cameras.file"), System.getenv())
            .withChannels(channels(mqtt, webhooks)),
        StoreSettings.from(settings.getConfig("store"), System.getenv()),
        mqtt,
        webhooks,
        people(settings.getConfig("people")),
        new Tls(tls(settings, "tasks.tls."), tls(settings, "slaves.tls.")),
        TokenFile.of(settings),
        ShownSettings.of(settings, defaults()));
  }

  private static Optional<PeopleConfig> people(Config people) {
    return people.getBoolean("enabled")
        ? Optional.of(PeopleConfig.from(people, System.getenv()))
        : Optional.empty();
  }

  /** Whom rules of events can name, apart from the log. */
  private static Set<String> channels(MqttConfig mqtt, WebhookSettings webhooks) {
    Set<String> channels = new HashSet<>(webhooks.channels());
    if (mqtt.broker().isPresent()) {
      channels.add(MqttDesk.NAME);
    }
    return channels;
  }

  /** These, with the cameras in another place. */
  public MasterConfig withCameras(CamerasConfig place) {
    return new MasterConfig(
        gateway,
        http,
        compat,
        slaves,
        dispatch,
        quarantine,
        networks,
        place.withChannels(cameras.channels()),
        store,
        mqtt,
        webhooks,
        people,
        tls,
        tokenFiles,
        shown);
  }

  private static CompatConfig compat(Config compat, GatewayConfig gateway, HttpConfig http) {
    return new CompatConfig(
            compat.getString("host"),
            compat.getInt("port"),
            CompatDialect.ofKey(compat.getString("dialect")),
            CompatConfig.Access.of(
                compat.getString("token"), compat.getBoolean("open"), http.hosts()),
            compat.getDuration("wait"),
            compat.getDouble("objects-min"))
        .requireGuarded(gateway.tokens().closesThePorts());
  }

  private static Optional<TlsFiles> tls(Config settings, String prefix) {
    return TlsFiles.of(
            prefix,
            settings.getString(prefix + "certificate"),
            settings.getString(prefix + "key"),
            settings.getString(prefix + "ca"))
        .ofServer();
  }

  private static GatewayConfig gateway(Config settings) {
    Config tasks = settings.getConfig("tasks");
    Config limits = settings.getConfig("limits");
    return new GatewayConfig(
        tasks.getString("host"),
        tasks.getInt("port"),
        new GatewayConfig.Tokens(
            token(tasks, "token"), token(tasks, "admin-token"), named(settings)),
        ImageLimits.of(
            limits.getBytes("image-bytes"), limits.getLong("pixels"), limits.getInt("side")),
        new GatewayLimits(
            tasks.getInt("connections"),
            tasks.getInt("connections-per-address"),
            tasks.getInt("window"),
            tasks.getBytes("window-bytes"),
            tasks.getBytes("held-bytes")),
        new Timeouts(
            tasks.getDuration("idle-close"),
            tasks.getDuration("stall"),
            tasks.getDuration("stream-idle-close"),
            tasks.getDuration("drain"),
            tasks.getBytes("least-rate")));
  }

  /** Those of {@code tokens}; the content of each {@code token-file} stands beside it. */
  private static List<NamedToken> named(Config settings) {
    Config tokens = settings.getConfig("tokens");
    return tokens.root().keySet().stream()
        .sorted()
        .map(
            name -> {
              Config token = tokens.getConfig(ConfigUtil.quoteString(name));
              return NamedToken.of(
                  name, text(token, "role"), list(token, "cameras"), text(token, "token"));
            })
        .toList();
  }

  private static String text(Config config, String key) {
    return config.hasPath(key) ? config.getString(key) : "";
  }

  /** A list, or a text of words with commas between them, as {@code --set} has it. */
  private static List<String> list(Config config, String key) {
    if (!config.hasPath(key)) {
      return List.of();
    }
    return config.getValue(key).valueType() == ConfigValueType.LIST
        ? config.getStringList(key)
        : Stream.of(config.getString(key).split(",", -1)).map(String::strip).toList();
  }

  private static Optional<String> token(Config tasks, String key) {
    return Optional.of(tasks.getString(key)).filter(token -> !token.isEmpty());
  }

  private static SlavesPortConfig slaves(Config settings, Liveness liveness) {
    Config slaves = settings.getConfig("slaves");
    return new SlavesPortConfig(
        slaves.getString("host"),
        slaves.getInt("port"),
        ClusterSecret.of(settings.getString("secret")),
        liveness,
        new SlavesPortConfig.Limits(
            slaves.getInt("connections"),
            slaves.getInt("strangers"),
            WireEndpoint.HANDSHAKE_LIMIT,
            WireEndpoint.FRAME_LIMIT));
  }

  private static QuarantineConfig quarantine(Config settings) {
    Config quarantine = settings.getConfig("quarantine");
    return QuarantineConfig.of(
        quarantine.getString("dir"),
        quarantine.getBytes("bytes"),
        quarantine.getInt("files"),
        System.getenv());
  }

  private static DispatchConfig dispatch(Config settings) {
    Config limits = settings.getConfig("limits");
    Config slaves = settings.getConfig("slaves");
    return new DispatchConfig(
        new Replies(limits.getDuration("deadline"), limits.getDouble("min-decoded")),
        new Retries(
            limits.getInt("attempts"),
            limits.getDuration("attempt-time"),
            limits.getDuration("no-slave-grace"),
            slaves.getDouble("speculation")),
        new Waiting(limits.getInt("waiting-tasks"), limits.getBytes("waiting-bytes")),
        slaves.getInt("prefetch"),
        new Remembered(
            limits.getDuration("remember-time"),
            limits.getInt("remember-replies"),
            limits.getBytes("remember-bytes")),
        new Liveness(
            slaves.getDuration("heartbeat"),
            slaves.getDuration("suspect-after"),
            slaves.getDuration("silence")));
  }
}
