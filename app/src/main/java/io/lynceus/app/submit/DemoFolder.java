package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.AdminTokenFile;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ProcessPlan;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of a demo. All that its cluster keeps lies in it, and nothing in the user's own. */
final class DemoFolder implements AutoCloseable {
  private static final String OTHER = "name another folder with --out";

  /** Of the store: enough for some thousand stills of a camera. */
  private static final String STORE_BYTES = "1 GiB";

  private static final String CAMERAS =
      """
      # Cameras of the demo: zones, masks and filters. A change counts at once; docs/cameras.md has all keys.
      # For example, the left half of the sample astronaut.png as a zone:
      #   cameras.astronaut.zones.left.polygon = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]
      """;

  private final Path folder;
  private final FileChannel lock;

  private DemoFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes it if it is missing.
   *
   * @throws CommandException when it cannot be written, or another demo has it
   */
  static DemoFolder open(Path folder) throws CommandException {
    try {
      Files.createDirectories(folder.resolve("logs"));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("logs/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new CommandException(
            CommandException.USAGE,
            "another demo uses the folder %s: stop it, or %s".formatted(Text.shown(folder), OTHER));
      }
      return new DemoFolder(folder, channel);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE,
          "cannot write to the folder " + Text.shown(folder) + ": " + OTHER,
          e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it
    }
  }

  Path path() {
    return folder;
  }

  Path report() {
    return folder.resolve("report.html");
  }

  Path store() {
    return folder.resolve("store");
  }

  /** The file with the administrators' token. */
  AdminTokenFile adminToken() {
    return AdminTokenFile.in(folder, OTHER);
  }

  /**
   * Starts a process to which Ctrl-C in a terminal does nothing: the terminal tells all of the
   * demo's processes, which this process stops in order by itself.
   */
  private static ProcessPlan deafToTheTerminal(ProcessPlan plan) {
    return File.separatorChar == '/'
        ? plan.withPrefix("sh", "-c", "trap '' INT; exec \"$0\" \"$@\"")
        : plan;
  }

  /** A cluster which keeps results and pictures in this folder. */
  ClusterPlan plan(int slaves) {
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("store.enabled", "true")
            .with("store.dir", store().toString())
            .with("store.pictures", "all")
            .with("store.bytes", STORE_BYTES);
    return ClusterPlan.in(folder.resolve("logs"))
        .withSlaves(slaves)
        .withMaster(deafToTheTerminal(master))
        .withSlave(deafToTheTerminal(ProcessPlan.DEFAULT));
  }

  /**
   * A file for the cameras' zones, to be edited while the cluster runs. It is made if it is
   * missing.
   */
  Path cameras() throws IOException {
    Path file = folder.resolve("cameras.conf");
    try {
      Files.writeString(file, CAMERAS, UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // From an earlier demo: it counts.
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
