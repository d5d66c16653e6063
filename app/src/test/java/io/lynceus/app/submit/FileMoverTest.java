package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMoverTest {
  private static final FileTime NOON = FileTime.from(Instant.parse("2026-11-29T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void aFileThatExistsIsNotOverwritten() throws IOException {
    Path target = folder.resolve("done/front/snapshot.jpg");
    for (String text : List.of("one", "two", "three")) {
      ImageFile file = file("snapshot.jpg", text);
      assertThat(FileMover.move(file, target)).isTrue();
      assertThat(file.path()).doesNotExist();
    }
    assertThat(textsIn(target.getParent())).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(target).hasContent("one");
    assertThat(target.resolveSibling("snapshot-20261129T120000.000Z.jpg")).hasContent("two");
    assertThat(target.resolveSibling("snapshot-20261129T120000.000Z-2.jpg")).hasContent("three");
  }

  @Test
  void aFileThatWasWrittenToMeanwhileStays() throws IOException {
    ImageFile file = file("snapshot.jpg", "first");
    Files.writeString(file.path(), "later");
    assertThat(FileMover.move(file, folder.resolve("done.jpg"))).isFalse();
    assertThat(FileMover.delete(file)).isFalse();
    assertThat(textsIn(folder)).containsExactly("later");
  }

  @Test
  void aFileThatWasReplacedByOneOfTheSameSizeAndTimeStays() throws IOException {
    ImageFile file = file("snapshot.jpg", "first");
    ImageFile other = file("other", "later");
    Files.move(other.path(), file.path(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(FileMover.move(file, folder.resolve("done.jpg"))).isFalse();
    assertThat(FileMover.delete(file)).isFalse();
    assertThat(textsIn(folder)).containsExactly("later");
  }

  @Test
  void aFileThatIsGoneLeavesNothingBehind() throws IOException {
    ImageFile file = file("snapshot.jpg", "first");
    Files.delete(file.path());
    assertThat(FileMover.move(file, folder.resolve("done.jpg"))).isFalse();
    assertThat(FileMover.delete(file)).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  /** The camera writes beside and renames, as FTP servers do, while files are moved or deleted. */
  @Test
  void noPictureOfACameraThatReplacesItsFileIsLost() throws Exception {
    Path snapshot = folder.resolve("snapshot.jpg");
    Path part = folder.resolve("snapshot.part");
    int versions = 2000;
    Thread camera =
        new Thread(
            () -> {
              try {
                for (int i = 1; i <= versions; i++) {
                  Files.writeString(part, i % 2 == 0 ? "even" + i : "odd" + i);
                  Files.move(part, snapshot, StandardCopyOption.ATOMIC_MOVE);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    camera.start();
    Path done = folder.resolve("done");
    boolean delete = false;
    while (camera.isAlive()) {
      try {
        BasicFileAttributes seen = Files.readAttributes(snapshot, BasicFileAttributes.class);
        String text = Files.readString(snapshot);
        ImageFile file = new ImageFile(snapshot, Path.of(""), FileStamp.of(seen));
        delete = !delete;
        boolean last = text.endsWith(String.valueOf(versions));
        boolean gone =
            (delete && !last)
                ? FileMover.delete(file)
                : FileMover.move(file, done.resolve("snapshot.jpg"));
        assertThat(gone).isIn(true, false);
      } catch (NoSuchFileException e) {
        // The camera has not replaced it yet.
      }
    }
    camera.join();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).map(FileMoverTest::text))
          .as("the last picture, which nothing replaced, is somewhere")
          .contains("even" + versions)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aFileGoesToAnotherFileSystem() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "there is no /dev/shm");
    assumeTrue(
        !Files.getFileStore(memory).equals(Files.getFileStore(folder)), "it is the same system");
    Path other = Files.createTempDirectory(memory, "lynceus-test");
    try {
      Path target = other.resolve("front/a.jpg");
      assertThat(FileMover.move(file("a.jpg", "one"), target)).isTrue();
      assertThat(FileMover.move(file("a.jpg", "two"), target)).isTrue();
      assertThat(textsIn(target.getParent())).containsExactlyInAnyOrder("one", "two");
      assertThat(Files.getLastModifiedTime(target)).isEqualTo(NOON);
      assertThat(folder).isEmptyDirectory();
    } finally {
      try (Stream<Path> files = Files.walk(other)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private ImageFile file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, NOON);
    return new ImageFile(
        file, Path.of(name), FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class)));
  }

  private static List<String> textsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(FileMoverTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
