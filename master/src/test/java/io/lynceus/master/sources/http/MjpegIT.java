package io.lynceus.master.sources.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.sources.still.CameraSource;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.source.SourceStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of stills over HTTP. */
class MjpegIT {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=%s\r\n\r\n";

  private final OriginFixture fixture = new OriginFixture();
  private final OriginFixture.Settings settings = new OriginFixture.Settings();
  private final CountDownLatch testIsOver = new CountDownLatch(1);

  @BeforeEach
  void set() {
    settings.kind = SourceConfig.Kind.MJPEG;
  }

  @AfterEach
  void close() {
    testIsOver.countDown();
    fixture.close();
  }

  private CameraSource start(FakeCamera camera) {
    return fixture.start(settings.of("http://127.0.0.1:" + camera.port() + "/video"));
  }

  private static void part(OutputStream out, String delimiter, boolean length, byte[] body)
      throws IOException {
    String head = length ? "Content-Length: " + body.length + "\r\n" : "";
    FakeCamera.text(out, delimiter + "\r\nContent-Type: image/jpeg\r\n" + head + "\r\n");
    out.write(body);
    FakeCamera.text(out, "\r\n");
  }

  /** Stills as fast as they are read, each with its number in a comment. */
  private boolean stream(OutputStream out, String boundary, String delimiter, boolean length)
      throws IOException {
    FakeCamera.text(out, HEAD.formatted(boundary));
    for (int i = 0; testIsOver.getCount() > 0; i++) {
      part(out, delimiter, length, numbered(i));
    }
    return false;
  }

  private static byte[] numbered(int number) {
    return ByteBuffer.allocate(FakeCamera.STILL.length + 8)
        .put(FakeCamera.STILL, 0, 2)
        .putShort((short) 0xfffe)
        .putShort((short) 6)
        .putInt(number)
        .put(FakeCamera.STILL, 2, FakeCamera.STILL.length - 2)
        .array();
  }

  private void takesStills(String boundary, String delimiter, boolean length) throws Exception {
    try (FakeCamera camera =
        new FakeCamera((request, out) -> stream(out, boundary, delimiter, length))) {
      SourceStatus status = OriginFixture.await(start(camera), now -> now.counts().taken() >= 3);
      assertThat(status.counts().failed()).isZero();
      assertThat(camera.connections).hasValue(1);
      assertThat(fixture.gateway.held().taken())
          .isLessThanOrEqualTo(2L * FakeCamera.STILL.length + 2048);
    }
  }

  @Test
  void withLengths() throws Exception {
    takesStills("frame", "--frame", true);
  }

  @Test
  void withoutLengths() throws Exception {
    takesStills("frame", "--frame", false);
  }

  @Test
  void withAnOddBoundary() throws Exception {
    takesStills("\"--my boundary\"", "--my boundary", false);
  }

  @Test
  void withHyphensThatTheHeaderDoesNotTell() throws Exception {
    takesStills("frame", "----frame", true);
  }

  @Test
  void stillsThatNobodyAskedForArePassedOver() throws Exception {
    settings.every = Duration.ofMillis(300);
    try (FakeCamera camera =
        new FakeCamera((request, out) -> stream(out, "frame", "--frame", true))) {
      OriginFixture.await(start(camera), now -> now.counts().taken() >= 3);
      for (int i = 0; i < 2; i++) {
        assertThat(number(i + 1)).isGreaterThan(number(i) + 1);
      }
    }
  }

  private int number(int task) {
    ByteBuffer file = fixture.intake.tasks.get(task).request().file();
    return file.getInt(file.position() + 6);
  }

  @Test
  void aStreamThatEndsOrStopsIsOpenedAgain() throws Exception {
    settings.timeout = Duration.ofMillis(500);
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              FakeCamera.text(out, HEAD.formatted("b"));
              part(out, "--b", true, FakeCamera.STILL);
              testIsOver.await();
              return false;
            })) {
      CameraSource source = start(camera);
      OriginFixture.await(source, now -> now.counts().failed() >= 1);
      assertThat(source.status().lastError().orElseThrow())
          .contains("no whole still within 500 ms");
      OriginFixture.await(source, now -> camera.connections.get() >= 2);
    }
    try (FakeCamera camera =
        new FakeCamera(
            (request, out) -> {
              FakeCamera.text(out, HEAD.formatted("b"));
              part(out, "--b", true, FakeCamera.STILL);
              FakeCamera.text(out, "--b--\r\n");
              return false;
            })) {
      OriginFixture.await(start(camera), now -> camera.connections.get() >= 2);
    }
  }

  @Test
  void aStillThatIsTooLargeIsRefusedByItsLengthAndWithoutOne() throws Exception {
    for (boolean length : new boolean[] {true, false}) {
      try (FakeCamera camera =
          new FakeCamera(
              (request, out) -> {
                FakeCamera.text(out, HEAD.formatted("b"));
                FakeCamera.text(
                    out, "--b\r\n" + (length ? "Content-Length: 99999999999\r\n" : "") + "\r\n");
                byte[] some = new byte[1 << 16];
                while (testIsOver.getCount() > 0) {
                  out.write(some);
                }
                return false;
              })) {
        assertThat(OriginFixture.failure(start(camera)).lastError().orElseThrow())
            .contains("larger than limits.image-bytes");
        assertThat(fixture.gateway.held().taken()).isZero();
      }
    }
  }

  @Test
  void anAnswerThatIsNoStreamSaysWhatToSet() throws Exception {
    try (FakeCamera camera = new FakeCamera((request, out) -> FakeCamera.still(out))) {
      assertThat(OriginFixture.failure(start(camera)).lastError().orElseThrow())
          .isEqualTo("it answers with one still, not with a stream: set kind = snapshot");
    }
  }
}
