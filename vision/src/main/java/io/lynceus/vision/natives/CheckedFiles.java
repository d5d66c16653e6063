package io.lynceus.vision.natives;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files whose content was checked: by this process, its parent, or an earlier one that has left a
 * record. They need not be read again: a file is known by its inode, the time of the inode's last
 * change, which no user can set, and the hash that its content had.
 *
 * <p>Whoever could write the record could also write the files. So it counts as much as they do,
 * and only where {@link FolderTrust} says that nobody else can.
 *
 * <p>For any thread. Without POSIX attributes it stays empty.
 */
final class CheckedFiles {
  private static final String PROPERTY = "lynceus.native.checked";
  private static final String SEPARATOR = ";";
  private static final long MOST_RECORD_BYTES = 64 << 10;

  private final Set<String> stamps = ConcurrentHashMap.newKeySet();

  /** Those of the process that has started this one with {@link #optionsOfChild}. */
  static CheckedFiles ofParent() {
    CheckedFiles checked = new CheckedFiles();
    String stamps = System.getProperty(PROPERTY);
    if (stamps != null) {
      checked.stamps.addAll(List.of(stamps.split(SEPARATOR)));
    }
    return checked;
  }

  /**
   * Adds a file whose content has that hash.
   *
   * @return whether it was not known
   */
  boolean add(Path file, String sha256) throws IOException {
    return stamp(file, sha256).filter(stamps::add).isPresent();
  }

  boolean contains(Path file, String sha256) throws IOException {
    return stamp(file, sha256).filter(stamps::contains).isPresent();
  }

  /** Adds what an earlier process has recorded; a file that is too long is no record of ours. */
  void read(Path record) throws IOException {
    if (Files.size(record) <= MOST_RECORD_BYTES) {
      stamps.addAll(Files.readAllLines(record));
    }
  }

  /** The lines of a record of all that is known. */
  List<String> lines() {
    return stamps.stream().sorted().toList();
  }

  /** Options of a child JVM that hand these files on. */
  List<String> optionsOfChild() {
    return stamps.isEmpty()
        ? List.of()
        : List.of("-D" + PROPERTY + "=" + String.join(SEPARATOR, stamps));
  }

  private static Optional<String> stamp(Path file, String sha256) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Map<String, Object> seen = Files.readAttributes(file, "unix:fileKey,ctime", NOFOLLOW_LINKS);
    return Optional.of(seen.get("fileKey") + "@" + seen.get("ctime") + "=" + sha256);
  }
}
