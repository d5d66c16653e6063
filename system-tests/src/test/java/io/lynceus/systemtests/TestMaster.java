package io.lynceus.systemtests;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.client.ClientConfig;
import io.lynceus.cluster.MasterPorts;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.master.networks.NetworkSource;
import io.lynceus.master.outlets.Outlet;
import java.io.IOException;
import java.util.List;

/** A master in this JVM, on free ports, and all that it logs. */
public final class TestMaster implements AutoCloseable {
  public static final String SECRET = "0123456789abcdef";

  private final RecordedLog log;
  private final MasterDaemon daemon;
  private final MasterPorts ports;

  private TestMaster(RecordedLog log, MasterDaemon daemon, MasterPorts ports) {
    this.log = log;
    this.daemon = daemon;
    this.ports = ports;
  }

  /**
   * Starts it; it keeps no quarantine.
   *
   * @param settings in addition to the secret and the ports, as in a file of settings
   */
  public static TestMaster start(String settings, Outlet... outlets) throws IOException {
    Config config =
        ConfigFactory.parseString(
                """
                secret = %s, quarantine.dir = "", tasks.drain = 1 s
                slaves.port = 0, tasks.port = 0, http.port = 0
                %s
                """
                    .formatted(SECRET, settings))
            .withFallback(MasterConfig.defaults())
            .resolve();
    RecordedLog log = new RecordedLog();
    try {
      MasterDaemon daemon =
          MasterDaemon.start(
              MasterConfig.from(config), "1.0", List.of(outlets), NetworkSource.NONE);
      String said = String.join("\n", log.all());
      return new TestMaster(log, daemon, MasterPorts.in(said).orElseThrow());
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  public MasterPorts ports() {
    return ports;
  }

  /** How clients reach it. */
  public ClientConfig client() {
    return new ClientConfig("localhost", ports.tasks());
  }

  public RecordedLog log() {
    return log;
  }

  @Override
  public void close() {
    daemon.close();
    log.close();
  }
}
