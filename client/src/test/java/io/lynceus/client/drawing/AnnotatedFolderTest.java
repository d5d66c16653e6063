package io.lynceus.client.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.Replies;
import io.lynceus.client.Replies.Found;
import io.lynceus.model.Analysis;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotatedFolderTest {
  private static final Reply REPLY = Replies.of(20, 10, Replies.object("cat", 2, 2, 5, 5));

  @TempDir Path folder;

  @Test
  void picturesOfTheSameNameDoNotReplaceEachOther() throws IOException {
    AnnotatedFolder annotated = new AnnotatedFolder(folder.resolve("made/here"));
    Path first = annotated.write(picture("a/cam.png"), REPLY);
    Path second = annotated.write(picture("b/Cam.png"), REPLY);
    assertThat(first.getFileName()).hasToString("cam-annotated.png");
    assertThat(second.getFileName()).hasToString("Cam-annotated-2.png");
    BufferedImage drawn = ImageIO.read(first.toFile());
    assertThat(drawn.getWidth()).isEqualTo(20);
  }

  private static Found made(Analysis analysis, Color colour) throws IOException {
    BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 20; x++) {
        picture.setRGB(x, y, colour.getRGB());
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", file);
    return new Found(analysis, Findings.NONE.withMap(new EncodedPng(file.toByteArray())));
  }

  @Test
  void aPictureThatAnAnalysisHasMadeLiesBesideTheAnnotatedOne() throws IOException {
    AnnotatedFolder annotated = new AnnotatedFolder(folder.resolve("out"));
    Reply reply = Replies.of(20, 10, made(new Analysis("clarify"), Color.GREEN));

    Path drawn = annotated.write(picture("cam.png"), reply);

    Path beside = drawn.resolveSibling("cam-annotated-clarify.png");
    assertThat(ImageIO.read(beside.toFile()).getRGB(5, 5)).isEqualTo(Color.GREEN.getRGB());
    assertThat(ImageIO.read(drawn.toFile()).getRGB(5, 5)).isNotEqualTo(Color.GREEN.getRGB());
  }

  @Test
  void edgesOverThePictureAreInItsPlace() throws IOException {
    AnnotatedFolder annotated = new AnnotatedFolder(folder.resolve("out"));
    Reply reply = Replies.of(20, 10, made(Analysis.EDGES, Color.GREEN));

    Path drawn = annotated.write(picture("cam.png"), reply);

    assertThat(ImageIO.read(drawn.toFile()).getRGB(5, 5)).isEqualTo(Color.GREEN.getRGB());
    try (Stream<Path> files = Files.list(drawn.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void unsafeCharactersOfNamesAreReplaced() throws IOException {
    AnnotatedFolder annotated = new AnnotatedFolder(folder.resolve("out"));
    Path file = annotated.write(picture("--rf $(id) \"<b>\u001b[2J.png"), REPLY);
    assertThat(file.getFileName()).hasToString("rf_id_b_2J-annotated.png");
    Path hidden = annotated.write(picture("...png"), REPLY);
    assertThat(hidden.getFileName()).hasToString("picture-annotated.png");
  }

  @Test
  void aLongNameIsCut() throws IOException {
    AnnotatedFolder annotated = new AnnotatedFolder(folder.resolve("out"));
    Path file = annotated.write(picture("é".repeat(100) + ".png"), REPLY);
    assertThat(file.getFileName()).hasToString("é".repeat(50) + "-annotated.png");
  }

  /** The longest names that a file system has, and those that mean something to somebody. */
  @ParameterizedTest
  @MethodSource("hostileNames")
  void whateverANameIsTheNewFileLiesInTheFolder(String name) throws IOException {
    Path out = folder.resolve("out");
    Path file = new AnnotatedFolder(out).write(picture(name), REPLY);

    assertThat(file.toRealPath().getParent()).isEqualTo(out.toRealPath());
    assertThat(file.getFileName().toString())
        .matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*-annotated\\.png");
    assertThat(file.getFileName().toString().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
  }

  static List<String> hostileNames() {
    return List.of(
        "...",
        "..png",
        "..\\..\\etc\\passwd.png",
        "..%2f..%2fx.png",
        "a\u2215..\u2215b.png",
        "-rf",
        "\n\r\t.png",
        "\u202egnp.exe",
        "a".repeat(255),
        "\ud83d\udc31".repeat(63));
  }

  @Test
  void aLinkOrPipeOfThatNameIsReplacedAndWhatIsBehindItIsLeft() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    for (String name : List.of("a-annotated.png", "b-annotated.png.part")) {
      Files.createSymbolicLink(out.resolve(name), outside);
    }
    Files.createSymbolicLink(out.resolve("c-annotated.png"), folder.resolve("made"));
    assertThat(
            new ProcessBuilder("mkfifo", out.resolve("d-annotated.png").toString())
                .start()
                .waitFor())
        .isZero();
    AnnotatedFolder annotated = new AnnotatedFolder(out);
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(Files.isSymbolicLink(annotated.write(picture(name + ".png"), REPLY))).isFalse();
    }
    assertThat(outside).hasContent("precious");
    assertThat(folder.resolve("made")).doesNotExist();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(4);
    }
  }

  private Path picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage black = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    return Files.write(file, PictureWriter.png(black));
  }
}
