package io.lynceus.spark.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.spark.input.FileWalk.Selection;
import io.lynceus.spark.plan.ArchiveException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
class FileWalkTest {
  @TempDir Path folder;

  private void file(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "12345");
  }

  private static List<ArchiveFile> walk(Path in, Selection selection) {
    List<ArchiveFile> files = new ArrayList<>();
    FileWalk.of(in.toString(), selection, new Configuration()).forEachRemaining(files::add);
    return files;
  }

  @Test
  void findsTheFilesOfAllFolders() throws IOException {
    file("a.jpg");
    file("x/b.jpg");
    file("x/y/c d.tar");
    file(".hidden.jpg");
    file("_temporary/d.jpg");

    assertThat(walk(folder, Selection.ALL))
        .extracting(ArchiveFile::path)
        .containsExactlyInAnyOrder("a.jpg", "x/b.jpg", "x/y/c d.tar");
    assertThat(walk(folder, Selection.ALL)).allSatisfy(f -> assertThat(f.bytes()).isEqualTo(5));
  }

  @Test
  void aFileIsAnArchiveOfItsOwn() throws IOException {
    file("x/b.zip");

    assertThat(walk(folder.resolve("x/b.zip"), Selection.ALL))
        .extracting(ArchiveFile::path)
        .containsExactly("b.zip");
  }

  @Test
  void takesNamesAndTimesThatAreAskedFor() throws IOException {
    file("x/old.jpg");
    file("x/new.jpg");
    file("x/new.txt");
    Files.setLastModifiedTime(
        folder.resolve("x/old.jpg"), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

    assertThat(walk(folder, new Selection("*.{jpg,png}", Instant.parse("2025-01-01T00:00:01Z"))))
        .extracting(ArchiveFile::path)
        .containsExactly("x/new.jpg");
    assertThat(walk(folder, new Selection("*.jpg", Instant.parse("2025-01-01T00:00:00Z"))))
        .hasSize(2);
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    assertThatThrownBy(() -> walk(folder.resolve("none"), Selection.ALL))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("--in: there is no file or folder");
  }

  @Test
  void aFolderThatCannotBeReadIsPassedOverAndNamed() throws IOException {
    file("a/1.jpg");
    file("locked/2.jpg");
    file("z/3.jpg");
    Configuration guarded = new Configuration();
    guarded.setClass("fs.guarded.impl", GuardedFileSystem.class, FileSystem.class);
    FileWalk walk = FileWalk.of("guarded://" + folder, Selection.ALL, guarded);
    List<String> paths = new ArrayList<>();
    walk.forEachRemaining(file -> paths.add(file.path()));

    assertThat(paths).containsExactlyInAnyOrder("a/1.jpg", "z/3.jpg");
    assertThat(walk.fault())
        .hasValueSatisfying(
            fault -> assertThat(fault).contains("locked cannot be read: Permission denied"));
    assertThatThrownBy(() -> FileWalk.of("guarded://" + folder + "/locked", Selection.ALL, guarded))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("--in: ");
  }

  /** The local files, but a folder {@code locked} that nobody may list. */
  public static final class GuardedFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("guarded:///");
    }

    @Override
    public String getScheme() {
      return "guarded";
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (path.getName().equals("locked")) {
        throw new AccessControlException("Permission denied");
      }
      return super.listStatus(path);
    }
  }

  @Test
  void anEmptyFolderHasNoFiles() {
    assertThat(walk(folder, Selection.ALL)).isEmpty();
  }
}
