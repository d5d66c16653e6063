package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lynceus.common.StateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The administrators' token of a master that has none in its settings: the master makes it at its
 * first start, and commands of the same user read it. Only this user can read the file.
 */
public final class AdminTokenFile {
  private static final String NAME = "admin-token";
  private static final int TOKEN_BYTES = 32;
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{64}");

  /** More than a token and its line end. */
  private static final int MOST_BYTES = 100;

  private final Path file;
  private final String remedy;

  /**
   * @param remedy what to do where the file cannot be used
   */
  AdminTokenFile(Path file, String remedy) {
    this.file = file;
    this.remedy = remedy;
  }

  AdminTokenFile(Path file) {
    this(file, "set XDG_STATE_HOME to another folder");
  }

  /** {@code admin-token} in the user's state folder. */
  public static AdminTokenFile ofUser(Map<String, String> environment) {
    return new AdminTokenFile(StateFolder.of(environment).resolve(NAME));
  }

  /**
   * {@code admin-token} in a folder.
   *
   * @param remedy what to do where it cannot be used
   */
  public static AdminTokenFile in(Path folder, String remedy) {
    return new AdminTokenFile(folder.toAbsolutePath().normalize().resolve(NAME), remedy);
  }

  /** That of the master of the Debian package; other users than root cannot read it. */
  static AdminTokenFile ofService() {
    return new AdminTokenFile(Path.of("/var/lib/lynceus/admin-token"));
  }

  /**
   * The token. If the file does not exist, it is written first. Masters that start at the same time
   * read the same token.
   *
   * @throws IOException when the file cannot be written or must not be trusted; says what to do
   */
  public String readOrMake() throws IOException {
    Optional<String> token = read();
    if (token.isEmpty()) {
      make();
      token = read();
    }
    return token.orElseThrow(() -> new IOException(file + " was removed at once"));
  }

  /**
   * The token.
   *
   * @return empty if there is no such file
   * @throws IOException when the file must not be trusted, or cannot be read; says what to do
   */
  Optional<String> read() throws IOException {
    try {
      requireTrusted();
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        String text = new String(in.readNBytes(MOST_BYTES), US_ASCII).strip();
        if (!TOKEN.matcher(text).matches()) {
          throw new IOException(file + " holds no token: remove it, and start the master again");
        }
        return Optional.of(text);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      throw unusable(e);
    }
  }

  private void requireTrusted() throws IOException {
    Class<? extends BasicFileAttributes> kind =
        isPosix() ? PosixFileAttributes.class : BasicFileAttributes.class;
    BasicFileAttributes found = Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new IOException(file + " is a link or no file: remove it, and start the master again");
    }
    if (found instanceof PosixFileAttributes posix
        && posix.permissions().stream().anyMatch(right -> !right.name().startsWith("OWNER_"))) {
      throw new IOException(
          "other users may have read " + file + ": remove it, and start the master again");
    }
  }

  /** The file has its whole content and its mode from its first moment: it is a link to a draft. */
  private void make() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (!file.isAbsolute() || folder == null) {
      throw new IOException("this user has no home folder for it: set XDG_STATE_HOME");
    }
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    try {
      Files.createDirectories(folder, mode("rwx------"));
      Path draft = Files.createTempFile(folder, NAME, ".new", mode("rw-------"));
      try {
        byte[] line = (HexFormat.of().formatHex(random) + "\n").getBytes(US_ASCII);
        Files.write(draft, line, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        // Another master was faster: its token counts.
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (FileSystemException e) {
      throw unusable(e);
    } catch (UnsupportedOperationException e) {
      throw new IOException("cannot write " + file + ": its file system has no links", e);
    }
  }

  private FileAttribute<?>[] mode(String mode) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private IOException unusable(FileSystemException cause) {
    String reason = cause.getReason();
    return new IOException(
        "cannot use "
            + file
            + " ("
            + (reason == null ? cause.getClass().getSimpleName() : reason)
            + "): "
            + remedy,
        cause);
  }

  /** The path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
