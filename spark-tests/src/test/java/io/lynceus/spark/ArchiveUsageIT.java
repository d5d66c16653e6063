package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What cannot be done is said in one line. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveUsageIT extends ArchiveStory {

  private static void says(int exitCode, String what, Object in, Object out, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--in", in.toString(), "--out", out.toString(), "--no-report"));
    args.addAll(Arrays.asList(more));
    Ran ran = run(args.toArray(String[]::new));
    assertThat(ran.errors()).contains(what).hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void saysInOneLineWhatCannotBeDone() throws IOException {
    Path archive = SharedSpark.setting().archive();
    Path out = folder.resolve("table");
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("notes.txt"), "mine");
    Path file = Files.writeString(folder.resolve("file"), "mine");

    says(2, "there is no file or folder", "/nowhere", out, cluster());
    says(2, "not of an archive", archive, full, cluster());
    says(2, "not of an archive", archive, file, cluster());
    says(2, "lies in --in", archive, archive + "/table", cluster());
    says(2, "cannot be used", archive, "nosuchscheme://a/b", cluster());
    says(3, "cannot reach a master", archive, out, "--cluster", "127.0.0.1:1");
    says(
        3,
        "--installation names the lib folder",
        archive,
        folder.resolve("children"),
        "--workers",
        "local",
        "--installation",
        "/nowhere/*");
  }

  @Test
  void aFullDiskIsNamed() {
    spark()
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.full.impl", FullFileSystem.class, FileSystem.class);

    says(
        3,
        "there is no space left on the disk",
        SharedSpark.setting().archive(),
        "full://" + folder.resolve("table"),
        cluster());
  }

  /** A disk on which there is room for the first small file, and for no table. */
  public static final class FullFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("full:///");
    }

    @Override
    public String getScheme() {
      return "full";
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      requireRoom(file);
      return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      requireRoom(file);
      return super.create(
          file, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    private static void requireRoom(org.apache.hadoop.fs.Path file) throws IOException {
      if (file.getName().endsWith(".parquet")) {
        throw new IOException("No space left on device");
      }
    }
  }

  /** A folder below that nobody may read: Spark's listing does not pass it over. */
  public static final class LockedFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("locked:///");
    }

    @Override
    public String getScheme() {
      return "locked";
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
      if (folder.getName().equals("locked")) {
        throw new AccessControlException("Permission denied: " + folder);
      }
      return super.listStatus(folder);
    }
  }

  @Test
  void aFolderBelowThatCannotBeReadEndsFollowing() throws IOException {
    spark()
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.locked.impl", LockedFileSystem.class, FileSystem.class);
    Path in = Files.createDirectories(folder.resolve("in/locked")).getParent();

    says(
        3,
        "Permission denied: locked:" + in.resolve("locked"),
        "locked://" + in,
        folder.resolve("table"),
        "--cluster",
        master(),
        "--follow",
        "1");
    says(
        2,
        "there is no folder",
        folder.resolve("nowhere"),
        folder.resolve("other"),
        "--cluster",
        master(),
        "--follow",
        "1");
  }

  @Test
  void anotherQuestionOrSchemaNeedsAnotherFolder() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path out = folder.resolve("table");

    Ran nothing =
        run(
            "--in",
            empty.toString(),
            "--out",
            out.toString(),
            "--cluster",
            master(),
            "--no-report");

    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.output()).contains("nothing to do: there is no file in");
    says(
        2,
        "holds rows for other options",
        empty,
        out,
        "--cluster",
        master(),
        "--analyses",
        "edges");
    Files.delete(out.resolve("._lynceus.crc"));
    Files.writeString(out.resolve("_lynceus"), "lynceus archive, schema 9\n");
    says(2, "another schema", empty, out, cluster());
  }
}
