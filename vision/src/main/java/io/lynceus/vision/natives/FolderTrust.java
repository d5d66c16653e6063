package io.lynceus.vision.natives;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether files and folders may hold code that this process runs: only this user and root can write
 * them. A folder is trusted if nobody else can put a file into it, or another folder in its place.
 *
 * <p>The owner of the file system's root counts as root: in a user namespace the machine's root
 * appears as another user. A group with its owner's name counts as the owner, since Linux
 * distributions make such a group for each user. Without POSIX permissions everything is trusted.
 */
final class FolderTrust {
  private static final int ROOT = 0;
  private static final int WRITABLE_BY_GROUP = 0020;
  private static final int WRITABLE_BY_OTHERS = 0002;

  /** Entries of such a folder can be renamed and deleted by their owners only. */
  private static final int STICKY = 01000;

  /** User ids; empty without POSIX permissions. */
  private final Set<Integer> users;

  private FolderTrust(Set<Integer> users) {
    this.users = users;
  }

  /**
   * Learns from a new temporary file which user this is.
   *
   * @throws IOException when no temporary file can be made
   */
  static FolderTrust ofThisUser() throws IOException {
    Path root = Path.of("").toAbsolutePath().getRoot();
    if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return new FolderTrust(Set.of());
    }
    Path probe = Files.createTempFile("lynceus-", ".probe");
    try {
      Set<Integer> users = new HashSet<>(List.of(ROOT));
      for (Path path : List.of(root, probe)) {
        users.add((Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS));
      }
      return new FolderTrust(users);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /**
   * Why a folder is not trusted; empty if it is.
   *
   * @param folder its real path
   */
  Optional<String> objectionTo(Path folder) throws IOException {
    Optional<String> objection = objectionTo(folder, 0);
    for (Path above = folder.getParent();
        above != null && objection.isEmpty();
        above = above.getParent()) {
      objection = objectionTo(above, STICKY);
    }
    return objection;
  }

  /** Whether a file is a regular one, not a link, that only trusted users can write. */
  boolean trustsFile(Path file) throws IOException {
    return Files.isRegularFile(file, NOFOLLOW_LINKS) && objectionTo(file, 0).isEmpty();
  }

  /**
   * @param excuse a bit of the mode that makes it harmless that others can write; 0 for none
   */
  private Optional<String> objectionTo(Path path, int excuse) throws IOException {
    if (users.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> seen =
        Files.readAttributes(path, "unix:uid,mode,owner,group", NOFOLLOW_LINKS);
    String owner = String.valueOf(seen.get("owner"));
    if (!users.contains(seen.get("uid"))) {
      return Optional.of(path + " belongs to the user " + owner);
    }
    int mode = (Integer) Objects.requireNonNull(seen.get("mode"));
    boolean groupIsOwner = owner.equals(String.valueOf(seen.get("group")));
    int others = groupIsOwner ? WRITABLE_BY_OTHERS : WRITABLE_BY_OTHERS | WRITABLE_BY_GROUP;
    return (mode & others) == 0 || (mode & excuse) != 0
        ? Optional.empty()
        : Optional.of("other users can write to " + path + ", see chmod go-w");
  }
}
