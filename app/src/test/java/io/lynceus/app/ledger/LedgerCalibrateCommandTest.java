package io.lynceus.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.Box;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.scene.presence.Still.Found;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LedgerCalibrateCommandTest {
  private static final int FRAMES = 120;
  private static final int RATE = 2;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Somebody walks to and fro across the picture, twenty frames each way. */
  private static Box box(int frame) {
    int part = frame % 40;
    int x = 40 + 25 * (part < 20 ? part : 40 - part);
    return new Box(x - 20, 200, 40, 100);
  }

  @BeforeEach
  void makeVideo() throws Exception {
    Files.createDirectory(folder.resolve("img1"));
    StringBuilder truth = new StringBuilder();
    for (int i = 0; i < FRAMES; i++) {
      BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(10, 10, 0xffffff - i);
      ImageIO.write(picture, "png", folder.resolve("img1/%06d.png".formatted(i + 1)).toFile());
      Box box = box(i);
      truth.append(
          "%d,4,%.0f,%.0f,%.0f,%.0f,1,1,1\n"
              .formatted(i + 1, box.x(), box.y(), box.width(), box.height()));
      truth.append("%d,5,10,10,50,50,0,1,1\n".formatted(i + 1)); // not to be used
      truth.append("%d,6,10,10,50,50,1,3,1\n".formatted(i + 1)); // a car
    }
    Files.writeString(folder.resolve("gt.txt"), truth);
    Files.writeString(
        folder.resolve("cameras.conf"),
        """
        lines {
          door { camera = yard, from = [0, 0], to = [1, 1], in = left }
        }
        lines.door.rates = [{ every = 9 s, missed = 0.5, extra = 0 }]
        # the end
        """);
  }

  /** Finds who is there, in every frame but those. */
  private static PeopleFinder finder(List<Integer> blind) {
    return (frame, framesPerSecond, file) -> {
      if (!file.hasRemaining()) {
        throw new IOException("nothing in it");
      }
      Found found = new Found("person", 0.9f, box(frame), List.of(), true);
      return PeopleFinder.still(
          frame, framesPerSecond, 640, 480, blind.contains(frame) ? List.of() : List.of(found));
    };
  }

  private int run(PeopleFinder finder, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("img1").toString());
    arguments.add("--truth=" + folder.resolve("gt.txt"));
    arguments.add("--rate=" + RATE);
    arguments.addAll(List.of(more));
    return new CommandLine(new LedgerCalibrateCommand(finder))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (e, line, result) -> {
              err.append(e.getMessage());
              return e instanceof CommandException known ? known.exitCode() : 99;
            })
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void whoIsAlwaysFoundIsCountedAndTheRatesAreWrittenForTheLine() throws Exception {
    Path cameras = folder.resolve("cameras.conf");
    assertThat(run(finder(List.of()), "--cameras=" + cameras)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("| 1/s | 0.0", "| 0.2/s |").doesNotContain("7/s");
    assertThat(err.toString()).contains("1 people in 120 stills", "rates of door are in");
    String written = Files.readString(cameras, UTF_8);
    assertThat(written)
        .startsWith("lines {\n  door {")
        .contains("# the end\nlines.door.rates = [{ every = 1000 ms, missed = 0.0")
        .doesNotContain("9 s");
    out.getBuffer().setLength(0);
    assertThat(run(finder(List.of()), "--json")).isZero();
    assertThat(out.toString()).contains("\"stillsPerSecond\":1,\"everyMs\":1000,", "\"held\":");
  }

  @Test
  void whatCannotBeIsToldInOneLine() throws Exception {
    assertThat(run(finder(List.of()), "--line=door")).isEqualTo(2);
    assertThat(err.toString()).contains("say --cameras FILE too");
    assertThat(run(finder(List.of()), "--cameras=" + folder.resolve("cameras.conf"), "--line=gate"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("has no lines.gate { … }");
    List<Integer> all = IntStream.range(0, FRAMES).boxed().toList();
    assertThat(run(finder(all))).isEqualTo(1);
    assertThat(err.toString()).contains("nobody is found in the whole video");
    Files.writeString(folder.resolve("gt.txt"), "1,4,10,10,50,50,1\n2,4,ten,10,50,50,1\n");
    assertThat(run(finder(List.of()))).isEqualTo(2);
    assertThat(err.toString()).contains("line 2: a number is missing");
    Files.writeString(folder.resolve("gt.txt"), "1,4,10,10,50,50,1\n");
    assertThat(run(finder(List.of()))).isEqualTo(1);
    assertThat(err.toString()).contains("nothing can be learnt of 0 crossings");
  }

  @Test
  void ofAVideosFileEachFrameComesOnceAndInOrder() throws Exception {
    assumeTrue(hasFfmpeg(), "ffmpeg is not installed");
    Path video = folder.resolve("video.mkv");
    Process made =
        new ProcessBuilder(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-framerate",
                "30",
                "-i",
                folder.resolve("img1/%06d.png").toString(),
                "-c:v",
                "png",
                video.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    List<Integer> numbers = new ArrayList<>();
    try (VideoFrames frames = VideoFrames.of(video, "ffmpeg", ImageLimits.LARGEST)) {
      frames.each(
          frame -> frame % 10 == 0,
          (frame, file) -> {
            assertThat(file.get(0)).isEqualTo((byte) 0xff);
            assertThat(file.get(file.limit() - 1)).isEqualTo((byte) 0xd9);
            numbers.add(frame);
          });
    }
    assertThat(numbers).hasSize(12).isSorted().contains(0, 110);
  }

  @Test
  void whatIsNoVideoIsSaidSo() throws Exception {
    Path file = Files.writeString(folder.resolve("no.avi"), "no video");
    assertThatThrownBy(() -> each(file, "ffmpeg-that-is-not-there"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("install it, or give a folder of pictures");
    assertThatThrownBy(() -> each(folder.resolve("none"), "ffmpeg"))
        .hasMessageContaining("there is no video");
    assumeTrue(hasFfmpeg(), "ffmpeg is not installed");
    assertThatThrownBy(() -> each(file, "ffmpeg")).hasMessageContaining("no video that ffmpeg can");
  }

  private static void each(Path video, String ffmpeg) throws Exception {
    try (VideoFrames frames = VideoFrames.of(video, ffmpeg, ImageLimits.LARGEST)) {
      frames.each(frame -> true, (number, bytes) -> {});
    }
  }

  private static boolean hasFfmpeg() throws InterruptedException {
    try {
      return new ProcessBuilder("ffmpeg", "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
