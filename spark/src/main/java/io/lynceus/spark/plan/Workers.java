package io.lynceus.spark.plan;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.ClientConfig.Retries;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who looks at the pictures of a run. */
public sealed interface Workers extends Serializable {

  /** How many pictures one Spark task has under way. */
  int window();

  /**
   * A Lynceus cluster, whose clients the executors are.
   *
   * @param port 1 to 65535
   * @param token the master's {@code tasks.token}; empty if it has none
   * @param tls absent: the connection is not encrypted
   * @param window pictures of one Spark task that wait for their replies, 1 to 1,000
   */
  record Cluster(String host, int port, String token, @Nullable Tls tls, int window)
      implements Workers {
    /** A master that is started again is back within this time. */
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private static final Duration BUSY = Duration.ofDays(1);

    /** As the client library connects. */
    public ClientConfig client() {
      return new ClientConfig(host, port)
          .withToken(Optional.of(token).filter(text -> !text.isEmpty()))
          .withTls(Optional.ofNullable(tls).map(Tls::settings))
          .withWindow(window)
          .withRetries(new Retries(OUTAGE, BUSY));
    }

    /** Without the token: this text may be logged. */
    @Override
    public String toString() {
      return "Cluster[" + host + ":" + port + "]";
    }
  }

  /**
   * TLS with the master. The files are read where a connection is made: by the driver and by each
   * executor. An empty text: there is no such file.
   *
   * @param ca whose certificates are accepted; empty: the CAs that Java trusts
   * @param certificate of the client
   * @param key of the certificate
   * @param verifyHost whether the master's certificate must be for its host
   */
  record Tls(String ca, String certificate, String key, boolean verifyHost)
      implements Serializable {
    private ClientTls.Settings settings() {
      return new ClientTls.Settings(TlsFiles.of("--", certificate, key, ca), verifyHost);
    }
  }

  /**
   * Children of the executors.
   *
   * @param installation class path of Lynceus on the machines of the executors: {@code
   *     /opt/lynceus/lib/*}, or jars
   * @param limit how long a child may look at one picture
   */
  record Local(String installation, Duration limit) implements Workers {
    /** A task looks at one picture at a time: Spark runs a task for each processor. */
    @Override
    public int window() {
      return 1;
    }
  }
}
