package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.Replies;
import io.lynceus.model.Reply;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private Path picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage black = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    return Files.write(file, PictureWriter.png(black));
  }
}
