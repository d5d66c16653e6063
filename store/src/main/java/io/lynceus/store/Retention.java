package io.lynceus.store;

import io.lynceus.store.Host.Space;
import io.lynceus.store.database.Session;
import io.lynceus.store.rows.EventRows;
import io.lynceus.store.rows.ImageRows;
import io.lynceus.store.rows.LedgerTable;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is too old, or too much: in small transactions, on the thread that writes. */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final int IMAGES = 100;
  private static final int PICTURES = 32;
  private static final int SHRINK_PAGES = 256;
  private static final int LEAST_STEPS = 16;

  /** A step of the clock that is longer may be a mistake. */
  private static final Duration STEP = Duration.ofMinutes(10);

  private static final Duration HELD_UP = Duration.ofSeconds(1);

  /** After such a step nothing goes by its age for so long: somebody may set the clock right. */
  private static final Duration WAIT = Duration.ofHours(1);

  private final Vault vault;
  private Moment last;
  private long waitUntilNanos;
  private boolean waiting;

  Retention(Vault vault) {
    this.vault = vault;
    this.last = Moment.of(vault.host());
  }

  /**
   * What both clocks show at one time.
   *
   * @param nanos of the one that does not step
   */
  private record Moment(Instant time, long nanos) {
    /** Reads them again if the thread was held up in between. */
    static Moment of(Host host) {
      while (true) {
        long nanos = host.nanos().getAsLong();
        Instant time = host.clock().instant();
        if (host.nanos().getAsLong() - nanos < HELD_UP.toNanos()) {
          return new Moment(time, nanos);
        }
      }
    }
  }

  /**
   * Deletes some of what is too old.
   *
   * @return whether there may be more
   */
  boolean expire(Session session) throws SQLException, IOException {
    Moment moment = Moment.of(vault.host());
    if (clockIsDoubtful(moment)) {
      return false;
    }
    Instant now = moment.time();
    boolean more = false;
    for (Map.Entry<Long, String> camera : ImageRows.cameras(session).entrySet()) {
      Keep keep = vault.config().keep();
      long id = camera.getKey();
      List<Long> images =
          ImageRows.before(session, id, before(now, keep.results(camera.getValue())), IMAGES);
      if (!images.isEmpty()) {
        vault.counters().expired.add(vault.deleteImages(session, images));
      }
      EventRows.deleteBefore(session, id, before(now, keep.results(camera.getValue())));
      LedgerTable.deleteBefore(session, id, before(now, keep.results(camera.getValue())));
      List<PictureFiles> pictures =
          PictureRows.before(session, id, before(now, keep.pictures(camera.getValue())), PICTURES);
      deletePictures(session, pictures);
      more |= images.size() == IMAGES || pictures.size() == PICTURES;
    }
    return more;
  }

  private static long before(Instant now, Duration keep) {
    return Math.max(0, now.toEpochMilli() - keep.toMillis());
  }

  private boolean clockIsDoubtful(Moment now) {
    Duration wall = Duration.between(last.time(), now.time());
    Duration real = Duration.ofNanos(now.nanos() - last.nanos());
    last = now;
    Duration step = wall.minus(real);
    if (step.abs().compareTo(STEP) > 0) {
      LOG.warn(
          "the clock was set by {} minutes: the store deletes nothing by its age for an hour",
          step.toMinutes());
      waiting = true;
      waitUntilNanos = now.nanos() + WAIT.toNanos();
    }
    waiting &= now.nanos() - waitUntilNanos < 0;
    return waiting;
  }

  /**
   * Makes room for what comes, within the bound of bytes and what the disk has to keep free.
   *
   * @return whether there is room for pictures
   */
  boolean makeRoom(Session session, long incoming) throws SQLException, IOException {
    long freed = 0;
    int steps = 0;
    makeRoomForRows(session);
    while (isShort(session, incoming)) {
      List<PictureFiles> oldest = PictureRows.oldest(session, PICTURES);
      if (oldest.isEmpty()) {
        return false;
      }
      freed += deletePictures(session, oldest);
      if (++steps >= LEAST_STEPS && freed >= 2 * incoming) {
        return true;
      }
    }
    return true;
  }

  private boolean isShort(Session session, long incoming) throws SQLException, IOException {
    StoreConfig config = vault.config();
    long held = vault.counters().pictureBytes.get() + vault.database().bytes(session).orElse(0);
    Space space = vault.host().disk().of(config.folder());
    return held + incoming > config.bytes()
        || space.usable() - incoming < config.minFree() * space.total();
  }

  /** Facts have half of the bytes; those of the oldest stills go. */
  private void makeRoomForRows(Session session) throws SQLException, IOException {
    long most = vault.config().bytes() / 2;
    int steps = 0;
    while (steps++ < LEAST_STEPS && vault.database().usedBytes(session).orElse(0) > most) {
      List<Long> oldest = ImageRows.oldest(session, IMAGES);
      if (oldest.isEmpty()) {
        return;
      }
      vault.counters().expired.add(vault.deleteImages(session, oldest));
      long last = oldest.get(oldest.size() - 1);
      session.transaction(within -> EventRows.deleteUpTo(within, last));
    }
    if (vault.database().bytes(session).orElse(0) > most) {
      vault.database().shrink(session, SHRINK_PAGES);
    }
  }

  private long deletePictures(Session session, List<PictureFiles> pictures)
      throws SQLException, IOException {
    if (pictures.isEmpty()) {
      return 0;
    }
    session.transaction(
        within -> {
          PictureRows.delete(within, pictures);
          return true;
        });
    vault.deleteFiles(pictures);
    vault.counters().expiredPictures.add(pictures.size());
    return pictures.stream().mapToLong(PictureFiles::bytes).sum();
  }

  /** Gives pages back that are free, a few at a time. */
  void shrink(Session session) throws SQLException {
    vault.database().shrink(session, SHRINK_PAGES);
  }
}
