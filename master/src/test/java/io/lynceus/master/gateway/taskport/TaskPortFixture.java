package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** A task port with real sockets, and clients of it. */
@Timeout(60)
abstract class TaskPortFixture {
  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofMillis(300),
          Duration.ofMillis(900),
          Duration.ofHours(1),
          Duration.ofSeconds(9),
          MasterDefaults.GATEWAY.timeouts().leastRate());
  static final int CONNECTIONS = 3;

  final ScriptedIntake atOnce = new ScriptedIntake(true);
  final ScriptedIntake onDemand = new ScriptedIntake(false);
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Encoded beforehand: the first encoding takes longer than a connection may be idle. */
  @BeforeAll
  static void encodeSamples() {
    assertThat(joined(JPEG, PNG, BMP)).isNotEmpty();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  TaskPort start(ScriptedIntake intake, Optional<String> token) throws IOException {
    GatewayLimits limits = new GatewayLimits(CONNECTIONS, CONNECTIONS, 8, 64 << 20, 256 << 20);
    TaskPort port =
        TaskPort.open(
            Gateway.of(
                new GatewayConfig(
                    "127.0.0.1",
                    0,
                    new GatewayConfig.Tokens(token, Optional.empty()),
                    MasterDefaults.GATEWAY.images(),
                    limits,
                    TIMEOUTS),
                intake));
    open.add(port);
    return port;
  }

  Client connect(TaskPort port) throws IOException {
    Client client = new Client(new Socket(port.address().getAddress(), port.address().getPort()));
    open.add(client);
    return client;
  }

  /** A client like netcat: sends bytes, reads lines. */
  static final class Client implements AutoCloseable {
    final Socket socket;
    private final BufferedReader lines;

    Client(Socket socket) throws IOException {
      this.socket = socket;
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    Client send(byte[]... parts) throws IOException {
      socket.getOutputStream().write(joined(parts));
      return this;
    }

    Client send(String text) throws IOException {
      return send(text.getBytes(UTF_8));
    }

    Client halfClose() throws IOException {
      socket.shutdownOutput();
      return this;
    }

    String line() throws IOException {
      return lines.readLine();
    }

    Reply reply() throws IOException {
      return ReplyJson.read(line()).reply();
    }

    /** All lines until the master closes its direction. */
    List<String> rest() {
      return lines.lines().toList();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
