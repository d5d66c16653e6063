package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.sources.http.FakeCamera.Request;
import io.lynceus.master.sources.still.CameraSource;
import io.lynceus.scene.source.SourceStatus;
import io.lynceus.scene.source.SourceStatus.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stills of cameras on loopback that do what cameras do, also the bad ones. */
class SnapshotIT {
  private static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"cam\", qop=\"auth\", algorithm=SHA-256, nonce=\"%s\"\r\n";

  private final OriginFixture fixture = new OriginFixture();
  private final OriginFixture.Settings settings = new OriginFixture.Settings();
  private final CountDownLatch testIsOver = new CountDownLatch(1);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    testIsOver.countDown();
    fixture.close();
  }

  private CameraSource start(FakeCamera camera) {
    return fixture.start(settings.of("http://127.0.0.1:" + camera.port() + "/still.jpg?n=1"));
  }

  private void withPassword(String text) throws Exception {
    settings.user = "guard";
    Path file = Files.writeString(folder.resolve("password"), text, UTF_8);
    settings.passwordFile = Optional.of(file);
  }

  private String errorOf(FakeCamera.Answer answer) throws Exception {
    try (FakeCamera camera = new FakeCamera(answer)) {
      return OriginFixture.failure(start(camera)).lastError().orElseThrow();
    }
  }

  /** Answers a little, and then nothing until the test is over. */
  private FakeCamera.Answer hanging(String start) {
    return (request, out) -> {
      FakeCamera.text(out, start);
      testIsOver.await();
      return false;
    };
  }

  @Test
  void stillsAreFetchedOnOneConnection() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) ->
                FakeCamera.respond(
                    out,
                    "200 OK",
                    "Content-Type: image/jpeg\r\n",
                    Arrays.copyOf(
                        FakeCamera.STILL, FakeCamera.STILL.length + count.incrementAndGet())))) {
      CameraSource source = start(camera);
      OriginFixture.await(source, status -> status.counts().taken() >= 3);
      assertThat(source.status().state()).isEqualTo(State.OK);
      assertThat(camera.connections).hasValue(1);
      assertThat(camera.requests.get(0).path()).isEqualTo("/still.jpg?n=1");
      assertThat(camera.requests.get(0).header("host")).isEqualTo("127.0.0.1:" + camera.port());
      assertThat(fixture.intake.tasks.get(0).request().ask().camera().orElseThrow().name())
          .isEqualTo("front");
    }
  }

  @Test
  void aCameraThatClosesAfterEachAnswerIsConnectedToAgain() throws Exception {
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              FakeCamera.still(out); // says nothing of closing, and does
              return false;
            })) {
      CameraSource source = start(camera);
      SourceStatus status =
          OriginFixture.await(source, now -> now.counts().taken() + now.counts().unchanged() >= 3);
      assertThat(status.counts().failed()).isZero();
    }
  }

  @Test
  void anAnswerInChunksOrUntilTheEndIsWhole() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              if (count.getAndIncrement() % 2 == 0) {
                FakeCamera.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (byte one : FakeCamera.STILL) {
                  FakeCamera.text(out, "1;x=y\r\n");
                  out.write(one);
                  FakeCamera.text(out, "\r\n");
                }
                FakeCamera.text(out, "0\r\nTrailer: x\r\n\r\n");
                return true;
              }
              FakeCamera.text(out, "HTTP/1.0 200 OK\r\n\r\n");
              out.write(FakeCamera.STILL);
              return false;
            })) {
      CameraSource source = start(camera);
      SourceStatus status =
          OriginFixture.await(source, now -> now.counts().taken() + now.counts().unchanged() >= 4);
      assertThat(status.counts().failed()).isZero();
    }
  }

  @Test
  void aNonceServesManyRequestsAndAStaleOneIsReplaced() throws Exception {
    withPassword("secret word\nsecond line");
    AtomicInteger answers = new AtomicInteger();
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              String nonce = answers.get() < 3 ? "old" : "new";
              if (rightAnswer(request, nonce)) {
                answers.incrementAndGet();
                return FakeCamera.still(out);
              }
              boolean stale = request.header("authorization").contains("nonce=\"old\"");
              return FakeCamera.respond(
                  out,
                  "401 Unauthorized",
                  CHALLENGE.formatted(nonce).replace("\r\n", stale ? ", stale=true\r\n" : "\r\n"),
                  "no".getBytes(UTF_8));
            })) {
      CameraSource source = start(camera);
      SourceStatus status =
          OriginFixture.await(source, now -> now.counts().taken() + now.counts().unchanged() >= 5);
      assertThat(status.counts().failed()).isZero();
      assertThat(camera.requests.subList(0, 6))
          .extracting(request -> request.header("authorization").replaceAll(".*nc=(\\d+).*", "$1"))
          .containsExactly("", "00000001", "00000002", "00000003", "00000004", "00000001");
      assertThat(camera.connections).hasValue(1);
    }
  }

  private static boolean rightAnswer(Request request, String nonce) {
    String sent = request.header("authorization");
    String clientNonce = sent.replaceAll(".*cnonce=\"([^\"]*)\".*", "$1");
    String expected = sent;
    int count = sent.contains("nc=") ? Integer.parseInt(sent.replaceAll(".*nc=(\\d+).*", "$1")) : 1;
    DigestAnswer answer =
        DigestAnswer.to(
                Challenge.read(
                    List.of(
                        CHALLENGE
                            .formatted(nonce)
                            .strip()
                            .substring("WWW-Authenticate: ".length()))),
                "guard",
                "secret word",
                () -> clientNonce)
            .orElseThrow();
    for (int i = 0; i < count; i++) {
      expected = answer.next("GET", request.path());
    }
    return sent.equals(expected);
  }

  @Test
  void basicIsSentWhereTheCameraOffersNothingBetter() throws Exception {
    withPassword("pass");
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) ->
                request.header("authorization").equals("Basic Z3VhcmQ6cGFzcw==")
                    ? FakeCamera.still(out)
                    : FakeCamera.respond(
                        out,
                        "401 Unauthorized",
                        "WWW-Authenticate: Basic realm=\"x\"\r\n",
                        new byte[0]))) {
      CameraSource source = start(camera);
      OriginFixture.await(source, now -> now.counts().taken() + now.counts().unchanged() >= 2);
      assertThat(camera.requests)
          .filteredOn(request -> request.header("authorization").isEmpty())
          .hasSize(1);
    }
  }

  @Test
  void aWrongPasswordIsToldAndTriedOnce() throws Exception {
    withPassword("wrong");
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) ->
                FakeCamera.respond(
                    out, "401 Unauthorized", CHALLENGE.formatted("n"), new byte[0]))) {
      SourceStatus status = OriginFixture.failure(start(camera));
      assertThat(status.state()).isEqualTo(State.UNAUTHORISED);
      assertThat(status.lastError().orElseThrow())
          .isEqualTo("it refuses the user, or the password in the password-file")
          .doesNotContain("wrong");
      assertThat(camera.requests).hasSize(2);
    }
  }

  @Test
  void aCameraThatWantsAPasswordIsToldSo() throws Exception {
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(
                        out, "401 Unauthorized", CHALLENGE.formatted("n"), new byte[0])))
        .isEqualTo("it wants a user and a password: set user and password-file");
    settings.user = "guard";
    settings.passwordFile = Optional.of(folder.resolve("missing"));
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(
                        out, "401 Unauthorized", CHALLENGE.formatted("n"), new byte[0])))
        .isEqualTo("the password-file " + folder.resolve("missing") + " does not exist");
  }

  @Test
  void whatTheCameraCallsUnchangedIsNotAnalysedAgain() throws Exception {
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              if (request.header("if-none-match").equals("\"tag\"")) {
                FakeCamera.text(out, "HTTP/1.1 304 Not Modified\r\nETag: \"tag\"\r\n\r\n");
                return true;
              }
              return FakeCamera.respond(
                  out,
                  "200 OK",
                  "ETag: \"tag\"\r\nLast-Modified: Sun, 29 Nov 2026 10:00:00 GMT\r\n",
                  FakeCamera.STILL);
            })) {
      CameraSource source = start(camera);
      SourceStatus status = OriginFixture.await(source, now -> now.counts().unchanged() >= 2);
      assertThat(status.counts().taken()).isEqualTo(1);
      assertThat(status.state()).isEqualTo(State.OK);
      assertThat(camera.requests.get(1).header("if-modified-since"))
          .isEqualTo("Sun, 29 Nov 2026 10:00:00 GMT");
      assertThat(fixture.intake.tasks).hasSize(1);
    }
  }

  @Test
  void aRedirectIsFollowedOnTheSameHostOnly() throws Exception {
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) ->
                request.path().equals("/there")
                    ? FakeCamera.still(out)
                    : FakeCamera.respond(
                        out, "302 Found", "Location: /there\r\n", new byte[100_000]))) {
      OriginFixture.await(start(camera), now -> now.counts().taken() > 0);
    }
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(
                        out, "302 Found", "Location: http://localhost:1/\r\n", new byte[0])))
        .isEqualTo(
            "it redirects to http://localhost:1, and no other host is followed: set url to that if"
                + " it is right");
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(out, "301 Moved", "Location: /again\r\n", new byte[0])))
        .contains("redirects more than 3 times");
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(out, "301 Moved", "Location: file:///x\r\n", new byte[0])))
        .contains("makes no sense");
  }

  @Test
  void anAnswerWithoutAStillSaysWhatToCheck() throws Exception {
    assertThat(errorOf((request, out) -> FakeCamera.respond(out, "404 Gone away", "", new byte[0])))
        .isEqualTo("it answers 404 Not Found: check the path in the url");
    assertThat(errorOf((request, out) -> FakeCamera.respond(out, "503 Busy", "", new byte[0])))
        .contains("503 Service Unavailable: it has a fault");
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(
                        out, "200 OK", "Content-Type: text/html\r\n", "<html>".getBytes(UTF_8))))
        .contains("with a text, not with a still");
    assertThat(
            errorOf(
                (request, out) -> FakeCamera.respond(out, "200 OK", "", "GIF89a".getBytes(UTF_8))))
        .startsWith("what it sends is no still: ");
    assertThat(errorOf((request, out) -> FakeCamera.respond(out, "200 OK", "", new byte[0])))
        .contains("empty");
    assertThat(
            errorOf(
                (request, out) -> {
                  FakeCamera.text(out, "SSH-2.0-OpenSSH\r\n\r\n");
                  return false;
                }))
        .contains("no HTTP");
    assertThat(
            errorOf(
                (request, out) ->
                    FakeCamera.respond(
                        out, "200 OK", "Content-Type: multipart/x; boundary=b\r\n", new byte[9])))
        .contains("set kind = mjpeg");
  }

  @Test
  void aHeadIsBounded() throws Exception {
    assertThat(errorOf((request, out) -> endless(out, "HTTP/1.1 200 OK\r\n", "X-Filler: y\r\n")))
        .contains("the head of its answer has more than 16 KiB");
    assertThat(errorOf((request, out) -> endless(out, "HTTP/1.1 200 ", "x")))
        .contains("the head of its answer has more than 16 KiB");
  }

  @Test
  void aBodyIsBounded() throws Exception {
    assertThat(
            errorOf((request, out) -> endless(out, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1 << 16))))
        .contains("larger than limits.image-bytes");
    assertThat(errorOf(hanging("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n")))
        .as("by what it announces, before a byte of it")
        .contains("larger than limits.image-bytes");
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  private boolean endless(OutputStream out, String start, String more) throws IOException {
    FakeCamera.text(out, start);
    while (testIsOver.getCount() > 0) {
      FakeCamera.text(out, more);
    }
    return false;
  }

  @Test
  void aSlowAnswerIsGivenUp() throws Exception {
    settings.timeout = Duration.ofMillis(300);
    for (String start :
        new String[] {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"}) {
      assertThat(errorOf(hanging(start))).contains("no whole still within 300 ms");
    }
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  @Test
  void aCutConnectionIsToldApartFromAClosedPort() throws Exception {
    assertThat(
            errorOf(
                (request, out) -> {
                  FakeCamera.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
                  return false;
                }))
        .contains("closed the connection before its answer was whole");
    FakeCamera gone = new FakeCamera((request, out) -> false);
    gone.close();
    assertThat(OriginFixture.failure(start(gone)).lastError().orElseThrow())
        .isEqualTo(
            "127.0.0.1:%d cannot be reached: nothing listens there; check the url and the network"
                .formatted(gone.port()));
  }
}
