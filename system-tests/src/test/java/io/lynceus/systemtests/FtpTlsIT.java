package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.watch.ftp.FtpConfig;
import io.lynceus.app.watch.ftp.FtpServer;
import io.lynceus.app.watch.ftp.FtpUsers;
import io.lynceus.app.watch.ftp.PictureTaker.Outcome;
import io.lynceus.app.watch.ftp.PictureTaker.Verdict;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.model.Camera;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The FTP server with TLS that is required. */
@Timeout(300)
class FtpTlsIT {
  @TempDir private Path folder;
  private final List<byte[]> pictures = new CopyOnWriteArrayList<>();
  private FtpServer server;
  private ClientTls tls;
  private Socket socket;
  private BufferedReader in;

  @BeforeEach
  void start() throws Exception {
    TestCa ca = new TestCa(folder, "site");
    var unused = ca.issue("ftp");
    tls = ClientTls.open(new ClientTls.Settings(TestCa.files(folder, "--", "", "site"), true));
    Path users = folder.resolve("users");
    FtpUsers.add(users, "gate", new Camera("gate"), "right");
    Duration patience = Duration.ofMinutes(2);
    server =
        FtpServer.start(
            new FtpConfig(
                "127.0.0.1",
                0,
                new FtpConfig.Passive(0, 0, Optional.empty()),
                Optional.of(
                    ServerTls.open(
                        TestCa.files(folder, "--ftp-", "ftp", ""), ServerTls.SINCE_TLS_1_2)),
                true,
                new FtpConfig.Bounds(8, 8, 1 << 20, 8 << 20, patience, patience, 1)),
            FtpUsers.open(users, text -> {}),
            (user, name, picture) -> {
              pictures.add(picture);
              return new Verdict(Outcome.ANSWERED, "analysed");
            },
            text -> {});
    use(new Socket(InetAddress.getLoopbackAddress(), server.address().getPort()));
    expect("220");
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    server.close();
  }

  @Test
  void nothingGoesWithoutTlsIfItIsRequired() throws Exception {
    say("USER gate", "530");
    say("PROT P", "503");
    say("AUTH TLS", "234");
    use(tls.over(socket, "127.0.0.1", server.address().getPort()));
    say("USER gate", "331");
    say("PASS right", "230");
    int unused = dataPort();
    say("STOR a.jpg", "522");
    say("PBSZ 0", "200");
    say("PROT P", "200");
    int port = dataPort();
    byte[] picture = new ReferenceImages().apply(1);
    say("STOR a.jpg", "150");
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        Socket data = tls.over(plain, "127.0.0.1", port)) {
      data.getOutputStream().write(picture);
    }
    expect("226");
    assertThat(pictures).singleElement().isEqualTo(picture);
  }

  @Test
  void whatStandsBehindAuthIsNeverRead() throws Exception {
    send("AUTH TLS\r\nUSER gate\r\nPASS right\r\nSTOR a.jpg");
    expect("234");
    StringBuilder rest = new StringBuilder();
    try {
      for (String line; (line = in.readLine()) != null; ) {
        rest.append(line);
      }
    } catch (IOException e) {
      // A reset is an end, too.
    }
    assertThat(rest.toString()).doesNotContain("331", "230", "150");
  }

  private int dataPort() throws IOException {
    String reply = say("EPSV", "229");
    return Integer.parseInt(reply.replaceAll(".*\\|\\|\\|(\\d+)\\|.*", "$1"));
  }

  private void use(Socket now) throws IOException {
    socket = now;
    in = new BufferedReader(new InputStreamReader(now.getInputStream(), UTF_8));
  }

  private String say(String line, String reply) throws IOException {
    send(line);
    return expect(reply);
  }

  private void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
  }

  private String expect(String reply) throws IOException {
    String line = in.readLine();
    assertThat(line).startsWith(reply);
    return line;
  }
}
