package io.lynceus.slave.confinement;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one child process, also for its temporary files. Its slave deletes it, or the child
 * itself if the slave is gone; otherwise the next slave does.
 */
final class ChildFolder {
  private static final Logger log = LoggerFactory.getLogger(ChildFolder.class);

  private static final String PREFIX = "lynceus-confined-";
  private static final Pattern OWNER = Pattern.compile(PREFIX + "(\\d{1,18})-");

  private ChildFolder() {}

  static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /**
   * Deletes what slaves of this user have left that were killed before their child ran. What others
   * have put there under such a name could change while it is deleted, and lead anywhere.
   */
  static void sweep() {
    sweep(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static void sweep(Path temporary) {
    try {
      Path own = create();
      try {
        sweep(temporary, Files.getOwner(own, NOFOLLOW_LINKS));
      } finally {
        delete(own);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("what others have left stays", e);
    }
  }

  private static void sweep(Path temporary, UserPrincipal user) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
      for (Path folder : folders) {
        Matcher owner = OWNER.matcher(folder.getFileName().toString());
        if (owner.find()
            && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()
            && Files.isDirectory(folder, NOFOLLOW_LINKS)
            && Files.getOwner(folder, NOFOLLOW_LINKS).equals(user)) {
          delete(folder);
        }
      }
    }
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
