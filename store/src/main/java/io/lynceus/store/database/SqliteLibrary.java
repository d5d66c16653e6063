package io.lynceus.store.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native library for this machine. By itself the driver unpacks it into the temporary
 * folder at each start, where services may not execute anything.
 *
 * @param resource its absolute name on the class path
 * @param version of the driver
 * @param sha256 of the library
 */
public record SqliteLibrary(String resource, String version, String sha256) {
  /** In the format of {@code sha256sum}. */
  static final String LIST = "sqlite-sha256sums.txt";

  /** The library of this machine; empty for one whose library we have not looked at. */
  public static Optional<SqliteLibrary> ofThisMachine() {
    String folder = "org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/";
    try (InputStream list = SqliteLibrary.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException("the class path has no " + LIST);
      }
      return new String(list.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(" +", 2))
          .filter(parts -> parts[1].startsWith(folder))
          .map(parts -> new SqliteLibrary("/" + parts[1], SQLiteJDBCLoader.getVersion(), parts[0]))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tells the driver to load that file. To be called before the first store is opened.
   *
   * @param file with the content of {@link #resource}
   */
  public static void use(Path file) {
    System.setProperty("org.sqlite.lib.path", String.valueOf(file.toAbsolutePath().getParent()));
    System.setProperty("org.sqlite.lib.name", String.valueOf(file.getFileName()));
  }
}
