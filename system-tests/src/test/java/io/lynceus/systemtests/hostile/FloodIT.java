package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.MasterPorts;
import io.lynceus.systemtests.HttpPage;
import io.lynceus.systemtests.LynceusProcess;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers send as much as they can: guesses, requests, garbage. Others are served meanwhile. */
@Tag("story")
class FloodIT {
  private static final String TOKEN = "0123456789abcdef-token";
  private static final int CLIENTS = 8;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private LynceusProcess master;
  private MasterPorts ports;

  private void start(String format, String token) throws IOException {
    master =
        LynceusProcess.start(
            folder,
            Map.of("LYNCEUS_SECRET", "0123456789abcdef", "LYNCEUS_TOKEN", token),
            "master",
            "--set=tasks.port=0",
            "--set=slaves.port=0",
            "--set=http.port=0",
            "--set=log.format=" + format);
    ports = master.ports();
  }

  @AfterEach
  void end() throws Exception {
    threads.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    master.close();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** One exchange of bytes, whatever comes of it. */
  private interface Attack {
    void once(int turn) throws IOException;
  }

  private void flood(Duration time, Attack attack) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    Callable<Void> client =
        () -> {
          for (int turn = 0; System.nanoTime() < end; turn++) {
            try {
              attack.once(turn);
            } catch (IOException e) {
              // The next one, then.
            }
          }
          return null;
        };
    for (var one : threads.invokeAll(Collections.nCopies(CLIENTS, client), 1, TimeUnit.MINUTES)) {
      one.get();
    }
  }

  private void send(int port, byte[] bytes, boolean reset) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(200);
      socket.setSoLinger(reset, 0);
      socket.getOutputStream().write(bytes);
      if (!reset) {
        socket.getInputStream().readNBytes(64);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "json"})
  void theLogStaysSmallWhateverStrangersSend(String format) throws Exception {
    start(format, TOKEN);
    String harm = "\u001b[2J\u0007\u0000\u007f\u0085\n x";
    List<byte[]> bytes =
        List.of(
            ("GET / HTTP/1.1\r\nHost: " + harm + "\r\n\r\n").getBytes(UTF_8),
            ("GET /" + harm + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(UTF_8),
            "GET /%zz HTTP/1.1\r\nHost: a:b:c\r\nHost: d\r\n\r\n".getBytes(UTF_8),
            ("POST /v1/images HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x" + harm + "\r\n\r\n")
                .getBytes(UTF_8),
            "POST /v1/images HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
                .getBytes(UTF_8),
            "\u0016\u0003\u0001\u0001\u0000\u0001garbage".getBytes(ISO_8859_1),
            ("AUTH " + harm + "\n").getBytes(UTF_8),
            "\u0000\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff".getBytes(ISO_8859_1),
            "\u0000\u0000\u0000\u0009\u0001LYNC\u0000\u0001".getBytes(ISO_8859_1));
    long before = master.saidBytes();
    long start = System.nanoTime();
    AtomicInteger connections = new AtomicInteger();
    flood(
        Duration.ofSeconds(8),
        turn -> {
          int port = List.of(ports.tasks(), ports.slaves(), ports.http()).get(turn % 3);
          connections.incrementAndGet();
          send(port, bytes.get((turn / 3) % bytes.size()), turn % 2 == 0);
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    double perSecond = (master.saidBytes() - before) / seconds;
    System.out.printf("%d connections; %.0f bytes of log a second%n", connections.get(), perSecond);
    assertThat(perSecond).isLessThan(8 << 10);
    assertThat(master.said().lines()).allSatisfy(line -> assertThat(line).matches("[ -~…]*"));
  }

  @Test
  void guessesAreSlowAndARightTokenIsNot() throws Exception {
    start("plain", TOKEN);
    AtomicInteger answered = new AtomicInteger();
    var guesses =
        threads.submit(
            () -> {
              flood(
                  Duration.ofSeconds(6),
                  turn -> {
                    boolean byHttp = turn % 2 == 0;
                    try (Socket socket = connect(byHttp ? ports.http() : ports.tasks())) {
                      socket
                          .getOutputStream()
                          .write((byHttp ? status("guess") : "AUTH guess\n").getBytes(UTF_8));
                      socket.setSoTimeout(500);
                      if (socket.getInputStream().read() >= 0) {
                        answered.incrementAndGet();
                      }
                    }
                  });
              return null;
            });
    for (int i = 0; i < 5; i++) {
      long asked = System.nanoTime();
      assertThat(answer(ports.tasks(), "AUTH " + TOKEN + "\nPING\nQUIT\n")).contains("pong");
      assertThat(answer(ports.http(), status(TOKEN))).startsWith("HTTP/1.1 200");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
      TimeUnit.MILLISECONDS.sleep(500);
    }
    guesses.get(1, TimeUnit.MINUTES);
    // Each right token in between lets the delay grow anew; the first ones are 0.2 s apart.
    assertThat(answered.get()).isLessThan(40);
    assertThat(HttpPage.metrics(ports.http()))
        .containsPattern("lynceus_wrong_tokens_total\\{[^}]*port=\"tasks\"[^}]*} [1-9]");
    assertThat(master.said()).containsPattern("refused 127.0.0.1 on the task port: its token is");
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  private static String status(String token) {
    return get("/v1/status", "Connection: close\r\nAuthorization: Bearer " + token + "\r\n");
  }

  private String answer(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private void sendMeanwhile(Socket socket, byte[] bytes) {
    var unused =
        threads.submit(
            () -> {
              socket.getOutputStream().write(bytes);
              return null;
            });
  }

  /** Reads to the end, and counts the bytes. */
  private static void read(Socket socket, AtomicLong received) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] piece = new byte[64 << 10];
    for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
      received.addAndGet(got);
    }
  }

  @Test
  void pipelinedPagesComeAtAPaceAndAScrapeEachSecondIsNotLate() throws Exception {
    start("plain", TOKEN);
    byte[] requests = get("/metrics", "").repeat(10_000).getBytes(UTF_8);
    AtomicLong received = new AtomicLong();
    for (int i = 0; i < 4; i++) {
      Socket socket = connect(ports.http());
      sendMeanwhile(socket, requests);
      var unused =
          threads.submit(
              () -> {
                read(socket, received);
                return null;
              });
    }
    Socket scraper = connect(ports.http());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(scraper.getInputStream(), UTF_8));
    for (int scrape = 0; scrape < 6; scrape++) {
      long asked = System.nanoTime();
      scraper.getOutputStream().write(get("/metrics", "").getBytes(UTF_8));
      assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
      int length = 0;
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      assertThat(lines.skip(length)).isEqualTo(length);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
      TimeUnit.SECONDS.sleep(1);
    }
    // Of 40,000 pages asked for: what four connections have at once, and 64 KiB a second of each.
    assertThat(received.get()).isLessThan(4 << 20);
  }

  @Test
  void garbageIsNotAnsweredWithManyTimesItsBytes() throws Exception {
    start("plain", "");
    byte[] garbage = new byte[9 << 20];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) new int[] {0xff, 0xd8, 0xff}[i % 3];
    }
    AtomicLong received = new AtomicLong();
    try (Socket socket = connect(ports.tasks())) {
      sendMeanwhile(socket, garbage);
      read(socket, received);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // The connection was closed while this side was still sending.
    }
    assertThat(received.get()).isBetween(1L, 64L << 10);
  }

  @Test
  void anArchiveOfBrokenFilesGetsALineForEach() throws Exception {
    start("plain", "");
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      for (int i = 0; i < 300; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("broken-" + i + ".jpg");
        entry.setSize(3);
        tar.putArchiveEntry(entry);
        tar.write(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        tar.closeArchiveEntry();
      }
    }
    try (Socket socket = connect(ports.tasks())) {
      socket.getOutputStream().write(archive.toByteArray());
      socket.shutdownOutput();
      String lines = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(lines.lines()).hasSize(300).allMatch(line -> line.contains("\"rejected\""));
    }
    await().untilAsserted(() -> assertThat(answer(ports.tasks(), "PING\nQUIT\n")).contains("pong"));
  }
}
