package io.lynceus.store.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.store.pictures.PictureFolder.NewFile;
import io.lynceus.store.result.PictureSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  private static final String FIRST = "aa".repeat(32);
  private static final String SECOND = "bb".repeat(32);

  @TempDir private Path folder;
  private PictureFolder pictures;

  @BeforeEach
  void make() throws IOException {
    pictures = new PictureFolder(folder);
    pictures.prepare();
  }

  private static NewFile original(String sha256, int... bytes) {
    ByteBuffer content = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      content.put((byte) each);
    }
    return new NewFile(sha256, PictureSize.ORIGINAL, "png", content.flip());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void filesOfABatchAreThereWhole() throws IOException {
    NewFile first = original(FIRST, 1, 2, 3);
    pictures.put(
        List.of(
            first,
            original(SECOND, 4),
            new NewFile(FIRST, PictureSize.THUMBNAIL, "jpeg", first.content())));
    assertThat(files())
        .containsExactly(
            "pictures/aa/" + FIRST + ".png",
            "pictures/bb/" + SECOND + ".png",
            "thumbnails/aa/" + FIRST + ".jpg");
    assertThat(pictures.file(FIRST, PictureSize.ORIGINAL, "png"))
        .hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(first.content().remaining()).as("as it was").isEqualTo(3);
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    pictures.put(List.of(original(FIRST, 1, 2)));
    pictures.put(List.of(original(FIRST, 1, 2)));
    assertThat(pictures.file(FIRST, PictureSize.ORIGINAL, "png"))
        .hasBinaryContent(new byte[] {1, 2});
    assertThat(files()).hasSize(1);
  }

  @Test
  void whereOneCannotBeWrittenNothingHalfIsLeft() throws IOException {
    Files.createFile(folder.resolve("pictures/bb"));
    assertThatThrownBy(() -> pictures.put(List.of(original(FIRST, 1), original(SECOND, 2))))
        .isInstanceOf(IOException.class);
    assertThat(files()).containsExactly("pictures/bb");
  }
}
