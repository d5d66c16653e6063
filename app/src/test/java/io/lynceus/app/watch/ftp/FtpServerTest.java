package io.lynceus.app.watch.ftp;

import static io.lynceus.app.watch.AnsweringMaster.picture;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.app.watch.ftp.PictureTaker.Outcome;
import io.lynceus.app.watch.ftp.PictureTaker.Verdict;
import io.lynceus.model.Camera;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gate")
@Timeout(300)
class FtpServerTest {
  private static final int LARGEST = 300_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final List<byte[]> pictures = new CopyOnWriteArrayList<>();
  private volatile Verdict verdict = new Verdict(Outcome.ANSWERED, "analysed: complete");
  private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
  private FtpServer server;

  @BeforeAll
  static void addUser() throws IOException {
    FtpUsers.add(folder.resolve("users"), "gate", new Camera("gate-cam"), "right");
  }

  @BeforeEach
  void start() throws IOException {
    start(Duration.ofSeconds(30));
  }

  private void start(Duration stall) throws IOException {
    Path users = folder.resolve("users");
    FtpConfig config =
        new FtpConfig(
            "127.0.0.1",
            0,
            new FtpConfig.Passive(0, 0, Optional.empty()),
            Optional.empty(),
            false,
            new FtpConfig.Bounds(8, 4, LARGEST, 4 * LARGEST, PATIENCE, stall, 1));
    server =
        FtpServer.start(
            config,
            FtpUsers.open(users, text -> {}),
            (user, name, picture) -> {
              names.add(user.camera() + " " + name);
              pictures.add(picture);
              mayAnswer.await();
              return verdict;
            },
            text -> {});
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aCameraMakesItsFoldersAndUploads() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.say("CWD //camera_test20190222080904", "250");
      camera.say("MKD 2026-11-29", "257 \"/camera_test20190222080904/2026-11-29\"");
      camera.say("CWD 2026-11-29", "250");
      camera.say("XPWD", "257 \"/camera_test20190222080904/2026-11-29\"");
      camera.say("CWD \\gate\\..\\", "250");
      camera.say("TYPE I", "200");
      camera.say("ALLO 30000", "200");
      camera.store("STOR a/b.jpg.tmp", picture(1), "226 analysed");
      camera.say("SIZE /a/b.jpg.tmp", "213 " + picture(1).length);
      camera.say("RNFR a/b.jpg.tmp", "350");
      camera.say("RNTO a/b.jpg", "250");
      camera.say("SIZE a/b.jpg", "213 " + picture(1).length);
      camera.say("DELE a/b.jpg", "250");
      camera.say("SIZE a/b.jpg", "550");
      camera.say("RETR a/b.jpg", "550");
      camera.say("QUIT", "221");
      assertThat(camera.isClosed()).isTrue();
    }
    assertThat(names).containsExactly("gate-cam a/b.jpg");
    assertThat(pictures).singleElement().isEqualTo(picture(1));
    await().atMost(PATIENCE).until(() -> server.heldBytes() == 0);
  }

  @Test
  void anUploadIsAcknowledgedWhenItHasItsReply() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      verdict = new Verdict(Outcome.AGAIN, "there is no slave: send it again");
      camera.store("STOR a.png", picture(1), "451 there is no slave");
      camera.say("SIZE a.png", "550");
      verdict = new Verdict(Outcome.ANSWERED, "rejected: CORRUPT");
      camera.store("STOR a.png", picture(1), "226 rejected: CORRUPT");
    }
    await().atMost(PATIENCE).until(() -> server.heldBytes() == 0);
  }

  @Test
  void nothingGoesWithoutThePassword() throws Exception {
    try (FtpTalk stranger = new FtpTalk(server.address())) {
      stranger.expect("220");
      for (String command : List.of("PASV", "STOR a.png", "CWD /", "LIST", "SIZE a", "PWD")) {
        stranger.say(command, "530");
      }
      stranger.say("PASS right", "503");
      stranger.say("USER nobody", "331");
      stranger.say("PASS right", "530");
      stranger.say("USER gate", "331");
      stranger.say("PASS wrong", "530");
      stranger.say("STOR a.png", "530");
      stranger.say("USER gate", "331");
      stranger.say("PASS wrong again", "421");
      assertThat(stranger.isClosed()).isTrue();
    }
  }

  @Test
  void anUploadThatBrokeGoesOnWhereItEnded() throws Exception {
    byte[] whole = picture(1);
    int half = whole.length / 2;
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      Socket data = camera.data();
      camera.say("STOR a.png", "150");
      data.getOutputStream().write(whole, 0, half);
      await().atMost(PATIENCE).until(() -> server.heldBytes() > 0);
      data.setSoLinger(true, 0); // a reset
      data.close();
      camera.expect("426");
      assertThat(names).isEmpty();
      camera.say("SIZE a.png", "213 " + half);
      camera.say("REST " + (half - 5), "350");
      camera.store("STOR a.png", Arrays.copyOfRange(whole, half - 5, whole.length), "226");
    }
    assertThat(pictures).singleElement().isEqualTo(whole);
    await().atMost(PATIENCE).until(() -> server.heldBytes() == 0);
  }

  @Test
  void aClientThatWasKilledHasSentNothingYetAndMayAppend() throws Exception {
    byte[] whole = picture(1);
    int half = whole.length / 2;
    FtpTalk killed = FtpTalk.signedIn(server.address());
    Socket data = killed.data();
    killed.say("STOR a.png", "150");
    data.getOutputStream().write(whole, 0, half);
    killed.close();
    data.close();
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      await().atMost(PATIENCE).untilAsserted(() -> camera.say("SIZE a.png", "213 " + half));
      assertThat(names).isEmpty();
      camera.store("APPE a.png", Arrays.copyOfRange(whole, half, whole.length), "226");
    }
    assertThat(pictures).singleElement().isEqualTo(whole);
  }

  @Test
  void whatWasNeverSentCannotBeGoneOnWith() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.say("REST 10", "350");
      int unused = camera.dataPort();
      camera.say("STOR a.png", "554");
      camera.store("STOR a.png", picture(1), "226");
    }
  }

  @Test
  void whatIsNoPictureIsPassedOver() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.store("STOR test.txt", "a test".getBytes(UTF_8), "226 this is no picture");
      camera.store("STOR film.mp4", new byte[2 * LARGEST], "226 this is no picture");
      camera.store("STOR DVRWorkDirectory", new byte[0], "226 this is no picture");
      camera.say("SIZE test.txt", "213 0");
    }
    assertThat(names).isEmpty();
  }

  @Test
  void aPictureHasABound() throws Exception {
    byte[] largest = Arrays.copyOf(picture(1), LARGEST);
    byte[] larger = Arrays.copyOf(picture(1), LARGEST + 1);
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.store("STOR a.png", largest, "226");
      Socket data = camera.data();
      camera.say("STOR b.png", "150");
      try (data) {
        data.getOutputStream().write(larger);
      } catch (IOException e) {
        // The server has closed it.
      }
      camera.expect("552");
    }
    assertThat(names).containsExactly("gate-cam a.png");
    await().atMost(PATIENCE).until(() -> server.heldBytes() == 0);
  }

  @Test
  void dataGoesToAndComesFromTheClientsOwnAddressAlone() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address());
        ServerSocket own = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = own.getLocalPort();
      String numbers = port / 256 + "," + port % 256;
      camera.say("PORT 127,0,0,2," + numbers, "504");
      camera.say("EPRT |1|127.0.0.2|" + port + "|", "504");
      camera.say("EPRT |2|::1|" + port + "|", "504");
      camera.say("PORT 127,0,0,1,0,80", "504");
      camera.say("PORT 300,0,0,1,9,9", "501");
      camera.say("EPRT |1|localhost|" + port + "|", "501");
      camera.say("STOR a.png", "425");
      camera.say("PORT 127,0,0,1," + numbers, "200");
      camera.send("STOR a.png");
      camera.expect("150");
      try (Socket data = own.accept()) {
        data.getOutputStream().write(picture(1));
      }
      camera.expect("226");

      int passive = camera.dataPort();
      camera.say("STOR b.png", "150");
      try (Socket stranger = new Socket()) {
        stranger.bind(new InetSocketAddress("127.0.0.2", 0));
        stranger.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), passive));
        assertThat(stranger.getInputStream().read()).as("it is closed").isEqualTo(-1);
      }
      try (Socket data = new Socket(InetAddress.getLoopbackAddress(), passive)) {
        data.getOutputStream().write(picture(2));
      }
      camera.expect("226");
    }
    assertThat(names).containsExactly("gate-cam a.png", "gate-cam b.png");
  }

  @Test
  void aListIsEmpty() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address());
        Socket data = camera.data()) {
      camera.say("LIST -a", "150");
      assertThat(data.getInputStream().readAllBytes()).isEmpty();
      camera.expect("226");
    }
  }

  @Test
  void anUploadThatStandsStillEndsAndItsMemoryIsBounded() throws Exception {
    server.close();
    start(Duration.ofSeconds(2));
    try (FtpTalk camera = FtpTalk.signedIn(server.address());
        Socket data = camera.data()) {
      camera.say("STOR a.png", "150");
      data.getOutputStream().write(picture(1), 0, 40);
      camera.expect("426");
    }
    assertThat(server.heldBytes()).isBetween(1L, 4L * LARGEST);
  }

  @Test
  void aSilentStrangerIsSentAway() throws Exception {
    server.close();
    start(Duration.ofMillis(300));
    try (FtpTalk stranger = new FtpTalk(server.address())) {
      stranger.expect("220");
      stranger.expect("421");
      assertThat(stranger.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "é", "\u0007\u001b[2J"})
  void strangeBytesAreAnswered(String odd) throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.say(odd, "502");
      camera.send("CWD " + odd);
      camera.expect(odd.equals("é") ? "250" : "501");
      camera.say("NOOP", "200");
    }
  }

  @Test
  void aLineHasABound() throws Exception {
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      camera.say("CWD " + "a".repeat(FtpPath.LONGEST), "501");
      camera.say("CWD " + "a".repeat(FtpControl.LONGEST_LINE), "421");
    }
  }

  @Test
  void anAddressHasAFewConnections() throws Exception {
    List<FtpTalk> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(FtpTalk.signedIn(server.address()));
    }
    try (FtpTalk another = new FtpTalk(server.address())) {
      another.expect("421");
    }
    for (FtpTalk each : open) {
      each.close();
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(e -> true)
        .untilAsserted(() -> FtpTalk.signedIn(server.address()).close());
  }

  @Test
  void anUploadThatHasBegunDoesNotGiveWay() throws Exception {
    List<FtpTalk> others = new ArrayList<>();
    try (FtpTalk camera = FtpTalk.signedIn(server.address());
        Socket data = camera.data()) {
      camera.say("STOR a.png", "150");
      for (int i = 1; i < 8; i++) {
        FtpTalk other = new FtpTalk(server.address(), i < 4 ? "127.0.0.1" : "127.0.0.2");
        others.add(other);
        other.expect("220");
      }
      FtpTalk newcomer = new FtpTalk(server.address(), "127.0.0.3");
      others.add(newcomer);
      newcomer.expect("220");
      data.getOutputStream().write(picture(1));
      data.shutdownOutput();
      camera.expect("226");
    }
    for (FtpTalk other : others) {
      other.close();
    }
  }

  @Test
  void anUploadThatWaitsForItsReplyGetsItWhenTheServerEnds() throws Exception {
    mayAnswer = new CountDownLatch(1);
    try (FtpTalk camera = FtpTalk.signedIn(server.address())) {
      try (Socket data = camera.data()) {
        camera.say("STOR a.png", "150");
        data.getOutputStream().write(picture(1));
      }
      await().atMost(PATIENCE).until(() -> !names.isEmpty());
      InetSocketAddress address = server.address();
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.close(PATIENCE);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      await().atMost(PATIENCE).until(() -> isRefused(address));
      mayAnswer.countDown();
      camera.expect("226");
      assertThat(camera.isClosed()).isTrue();
      ended.get();
    }
  }

  private static boolean isRefused(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void anotherPasswordEndsWhatIsOpen() throws Exception {
    Path users = folder.resolve("users");
    FtpUsers.add(users, "yard", new Camera("yard"), "first");
    Files.setLastModifiedTime(users, FileTime.from(Instant.now().plusSeconds(1)));
    try (FtpTalk camera = new FtpTalk(server.address())) {
      camera.expect("220");
      camera.say("USER yard", "331");
      camera.say("PASS first", "230");
      camera.store("STOR a.png", picture(1), "226");
      FtpUsers.add(users, "yard", new Camera("yard"), "second");
      Files.setLastModifiedTime(users, FileTime.from(Instant.now().plusSeconds(2)));
      int unused = camera.dataPort();
      camera.say("STOR b.png", "530 your user or password has changed");
    }
    assertThat(names).containsExactly("yard a.png");
  }

  /** What it says beyond the system's buffers would keep the thread of its connection for ever. */
  @Test
  void aClientThatNeverReadsIsSentAway() throws Exception {
    server.close();
    start(Duration.ofSeconds(2));
    try (FtpTalk client = new FtpTalk(server.address())) {
      client.socket.setReceiveBufferSize(4096);
      byte[] commands = "FEAT\r\n".repeat(1000).getBytes(UTF_8);
      CompletableFuture<Void> closed = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                try {
                  while (true) {
                    client.socket.getOutputStream().write(commands);
                  }
                } catch (IOException e) {
                  closed.complete(null);
                }
              });
      sender.setDaemon(true);
      sender.start();
      closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void manyWrongCommandsEndTheConnection() throws Exception {
    try (FtpTalk stranger = new FtpTalk(server.address())) {
      stranger.expect("220");
      for (int i = 1; i < 30; i++) {
        stranger.say("GET / HTTP/1.1", "502");
      }
      stranger.say("Host: here", "421");
      assertThat(stranger.isClosed()).isTrue();
    }
  }
}
