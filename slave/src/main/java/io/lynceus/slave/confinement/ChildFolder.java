package io.lynceus.slave.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one child process, also for its temporary files. Its slave deletes it, or the child
 * itself if the slave is gone.
 */
final class ChildFolder {
  private static final Logger log = LoggerFactory.getLogger(ChildFolder.class);

  private ChildFolder() {}

  static Path create() throws IOException {
    return Files.createTempDirectory("lynceus-confined-");
  }

  /** What the child reads at its start. */
  static Path settings(Path folder) {
    return folder.resolve("settings.conf");
  }

  /** What the child's JVM writes when it crashes. */
  static Path report(Path folder) {
    return folder.resolve("hs_err.log");
  }

  /** Deletes the folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("the folder of a child stays", e);
    }
  }
}
