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
 * Files whose content this process has checked, or its parent. They need not be read again: a file
 * is known by its inode and the time of the inode's last change, which no user can set.
 *
 * <p>For any thread. Without POSIX attributes it stays empty.
 */
final class CheckedFiles {
  private static final String PROPERTY = "lynceus.native.checked";
  private static final String SEPARATOR = ";";

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

  void add(Path file) throws IOException {
    stamp(file).ifPresent(stamps::add);
  }

  boolean contains(Path file) throws IOException {
    return stamp(file).filter(stamps::contains).isPresent();
  }

  /** Options of a child JVM that hand these files on. */
  List<String> optionsOfChild() {
    return stamps.isEmpty()
        ? List.of()
        : List.of("-D" + PROPERTY + "=" + String.join(SEPARATOR, stamps));
  }

  private static Optional<String> stamp(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Map<String, Object> seen = Files.readAttributes(file, "unix:fileKey,ctime", NOFOLLOW_LINKS);
    return Optional.of(seen.get("fileKey") + "@" + seen.get("ctime"));
  }
}
