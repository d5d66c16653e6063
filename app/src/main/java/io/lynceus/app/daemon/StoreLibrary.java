package io.lynceus.app.daemon;

import io.lynceus.store.database.SqliteLibrary;
import io.lynceus.vision.natives.NativeLibraries;
import io.lynceus.vision.natives.NativeLibraryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes SQLite's library ready where the other native libraries are. */
public final class StoreLibrary {
  private StoreLibrary() {}

  /**
   * Unpacks it if it is not there, and tells SQLite where it is. To be called before a store is
   * opened in this process.
   *
   * @param environment {@code LYNCEUS_NATIVE_DIR} is the folder; without it, that of the user
   * @throws NativeLibraryException when that folder cannot be used
   */
  public static void prepare(Map<String, String> environment) throws NativeLibraryException {
    String folder = environment.getOrDefault("LYNCEUS_NATIVE_DIR", "");
    prepare(folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)));
  }

  static void prepare(Optional<Path> folder) throws NativeLibraryException {
    Optional<SqliteLibrary> library = SqliteLibrary.ofThisMachine();
    if (library.isPresent()) {
      SqliteLibrary.use(
          NativeLibraries.unpack(
              folder,
              library.get().resource(),
              "sqlite-" + library.get().version(),
              library.get().sha256()));
    }
  }
}
