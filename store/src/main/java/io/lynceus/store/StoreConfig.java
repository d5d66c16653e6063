package io.lynceus.store;

import io.lynceus.model.settings.Check;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of the store.
 *
 * @param folder {@code store.dir}: for pictures, and for the SQLite database if there is no URL. It
 *     is made if it is missing
 * @param url {@code store.url}: of a PostgreSQL database, {@code
 *     postgresql://USER:PASSWORD@HOST:PORT/DATABASE} or {@code jdbc:postgresql:…}; empty for SQLite
 * @param pictures {@code store.pictures}: which are kept
 * @param keep {@code store.keep}: how long
 * @param bytes {@code store.bytes}: of pictures and of the SQLite database together, 16 MiB to 1
 *     PiB. The oldest pictures go first; facts go when they take more than half of it
 * @param minFree {@code store.min-free}: the share of the disk that others are left, 0 to 0.9. The
 *     oldest pictures go when there is less
 */
public record StoreConfig(
    Path folder,
    Optional<String> url,
    PictureRule pictures,
    Keep keep,
    long bytes,
    double minFree) {
  public static final long USUAL_BYTES = 20L << 30;
  public static final double USUAL_MIN_FREE = 0.05;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException names the key
   */
  public StoreConfig {
    Check.size("store.bytes", bytes, 16 << 20, 1L << 50);
    Check.number("store.min-free", minFree, 0, 0.9);
    url.ifPresent(StoreConfig::checkUrl);
  }

  /** SQLite in a folder, with the usual bounds, and pictures of events. */
  public static StoreConfig of(Path folder) {
    return new StoreConfig(
        folder, Optional.empty(), PictureRule.EVENTS, Keep.USUAL, USUAL_BYTES, USUAL_MIN_FREE);
  }

  /** The text without what stands in it, which may be a password. */
  private static void checkUrl(String url) {
    if (!url.startsWith("postgresql://")
        && !url.startsWith("postgres://")
        && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "store.url is postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "StoreConfig[folder=" + folder + ", url=" + (url.isPresent() ? "(set)" : "(none)") + "]";
  }
}
