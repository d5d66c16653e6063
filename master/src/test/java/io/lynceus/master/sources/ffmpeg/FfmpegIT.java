package io.lynceus.master.sources.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.sources.http.HttpOrigins;
import io.lynceus.master.sources.still.CameraSource;
import io.lynceus.master.sources.still.StillAdmission;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.source.SourceStatus;
import io.lynceus.scene.source.SourceStatus.State;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child process for each camera: ffmpeg itself where it is installed, and scripts in its place.
 */
class FfmpegIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String PASSWORD = "p@ ss/w:rd";

  private final ScriptedIntake intake = new ScriptedIntake(true);
  private final Gateway gateway = Gateway.of(MasterDefaults.GATEWAY, intake);
  private final HttpOrigins thread = new HttpOrigins();
  private final StillAdmission admission =
      new StillAdmission(gateway, MasterDefaults.DISPATCH.waiting());
  private Duration timeout = Duration.ofSeconds(30);
  private CameraSource source;

  @TempDir private Path folder;

  @BeforeEach
  void still() throws IOException {
    Files.write(folder.resolve("still.jpg"), SampleImages.JPEG);
    Files.writeString(folder.resolve("password"), PASSWORD, UTF_8);
  }

  @AfterEach
  void close() {
    if (source != null) {
      thread.execute(source::stop);
    }
    thread.close();
  }

  private void start(String program, String url) {
    SourceConfig config =
        new SourceConfig(
            SourceConfig.Kind.RTSP,
            Optional.of(URI.create(url)),
            "guard",
            Optional.of(folder.resolve("password")),
            Duration.ofMillis(200),
            timeout);
    CameraConfig camera =
        new CameraConfig(
            "yard",
            "yard",
            Optional.empty(),
            Optional.of(config),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of());
    FfmpegOrigin origin = new FfmpegOrigin(program, camera, gateway.config().images(), thread);
    source = new CameraSource(camera, origin, admission, thread, new Random());
    thread.execute(source::start);
  }

  /** A script in ffmpeg's place, which notes its process id first. */
  private String script(String text) throws IOException {
    Path script = folder.resolve("program");
    Files.writeString(
        script, "#!/bin/sh\ncd '" + folder + "'\necho $$ >> pids\n" + text + "\n", UTF_8);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private List<Long> pids() throws IOException {
    Path file = folder.resolve("pids");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
        : List.of();
  }

  private void awaitNoneAlive(List<Long> pids) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                pids.stream()
                    .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)));
  }

  private SourceStatus await(Predicate<SourceStatus> such) {
    return Awaitility.await().atMost(LIMIT).until(source::status, such);
  }

  @Test
  void stillsOfAnRtspStreamAreTakenByFfmpeg() throws Exception {
    assumeTrue(isInstalled("ffmpeg"), "ffmpeg is not installed");
    try (RtspRelay relay = new RtspRelay()) {
      Process recorder =
          new ProcessBuilder(
                  "ffmpeg",
                  "-nostdin",
                  "-v",
                  "error",
                  "-re",
                  "-f",
                  "lavfi",
                  "-i",
                  "testsrc=size=320x240:rate=10",
                  "-c:v",
                  "mpeg4",
                  "-g",
                  "5",
                  "-f",
                  "rtsp",
                  "-rtsp_transport",
                  "tcp",
                  relay.url(""))
              .inheritIO()
              .start();
      try {
        relay.awaitRecorder();
        start("ffmpeg", relay.url(""));
        SourceStatus status = await(now -> now.counts().taken() >= 3);
        assertThat(status.state()).isEqualTo(State.OK);
        assertThat(intake.tasks.get(0).request().image().width()).isEqualTo(320);
        assertThat(intake.tasks.get(0).request().ask().camera().orElseThrow().name())
            .isEqualTo("yard");
      } finally {
        recorder.destroyForcibly();
      }
    }
  }

  @Test
  void ffmpegsOwnComplaintIsToldWithoutThePassword() throws Exception {
    assumeTrue(isInstalled("ffmpeg"), "ffmpeg is not installed");
    try (RtspRelay relay = new RtspRelay()) {
      Files.writeString(folder.resolve("password"), "another", UTF_8);
      start("ffmpeg", relay.url(""));
      SourceStatus status = await(now -> now.lastError().isPresent());
      assertThat(status.state()).isEqualTo(State.UNAUTHORISED);
      assertThat(status.lastError().orElseThrow()).doesNotContain("another");
    }
  }

  private static boolean isInstalled(String program) {
    try {
      Process process = new ProcessBuilder(program, "-version").start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void withoutFfmpegTheSourceSaysWhatToInstall() {
    start("/no/such/ffmpeg", "rtsp://127.0.0.1:1/x");
    assertThat(await(now -> now.lastError().isPresent()).lastError().orElseThrow())
        .isEqualTo(
            "ffmpeg cannot be started: install it (apt-get install ffmpeg), so that it is in the"
                + " PATH of the master");
  }

  @Test
  void itsArgumentsHoldTheEncodedPassword() throws Exception {
    start(script("echo \"$@\" > arguments; exit 1"), "rtsp://127.0.0.1:1/x?a=b");
    await(now -> now.lastError().isPresent());
    assertThat(Files.readString(folder.resolve("arguments")))
        .contains("-rtsp_transport tcp")
        .contains("-i rtsp://guard:p%40%20ss%2Fw%3Ard@127.0.0.1:1/x?a=b ")
        .contains("-vf fps=1000/200 ")
        .contains("-f mjpeg -");
  }

  @Test
  void aChildThatDiesIsStartedAgainAndWhatItSaidIsShownWithoutSecrets() throws Exception {
    start(
        script(
            "cat still.jpg; echo \"rtsp://guard:"
                + PASSWORD
                + "@h/x?key=1: '"
                + PASSWORD
                + "' Connection reset\" >&2; exit 3"),
        "rtsp://127.0.0.1:1/x");
    SourceStatus status = await(now -> now.counts().failed() >= 2);
    assertThat(status.counts().taken() + status.counts().unchanged()).isPositive();
    assertThat(status.lastError().orElseThrow())
        .contains("exit code 3")
        .contains("Connection reset")
        .doesNotContain(PASSWORD, "key=1");
    assertThat(pids().size()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aChildThatHangsIsKilledWithItsOwnChildrenAndStartedAgain() throws Exception {
    timeout = Duration.ofMillis(300);
    // It has brought a still, so that the time for its start does not count any more.
    start(script("cat still.jpg; sleep 1000 & echo $! >> pids; wait"), "rtsp://127.0.0.1:1/x");
    await(now -> now.counts().failed() >= 1);
    assertThat(source.status().lastError().orElseThrow()).contains("no whole still within 500 ms");
    Awaitility.await().atMost(LIMIT).until(() -> pids().size() >= 3);
    awaitNoneAlive(pids().subList(0, 2));
  }

  @Test
  void aChildThatFloodsItsErrorsIsReadAndStopped() throws Exception {
    start(
        script("(while cat still.jpg; do sleep 0.05; done) & while echo spam; do :; done >&2"),
        "rtsp://127.0.0.1:1/x");
    await(now -> now.counts().taken() + now.counts().unchanged() >= 5);
    thread.execute(source::stop);
    awaitNoneAlive(pids());
  }

  @Test
  void whatIsNoStillEndsTheChild() throws Exception {
    start(script("while echo 'this is a text'; do :; done"), "rtsp://127.0.0.1:1/x");
    SourceStatus status = await(now -> now.lastError().isPresent());
    assertThat(status.lastError().orElseThrow()).contains("ffmpeg writes what is no still");
    awaitNoneAlive(pids());
    assertThat(gateway.held().taken()).isZero();
  }
}
