package io.lynceus.slave.work;

import io.lynceus.vision.image.SharedPicture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Native memory for decoded pictures and the work on them: a unit takes its share before it uses
 * any of it, and waits in line until that share is free.
 *
 * <p>No unit waits for ever: a unit that waits holds nothing, and when room is needed, the pixels
 * of pictures that no unit looks at are dropped, to be decoded again. So the first in line goes on
 * at the latest when the units that run have ended.
 *
 * <p>Used by all worker threads and the event loop; the lock is held for some lines of arithmetic
 * and the freeing of pixels.
 */
final class PictureBudget {
  private final long bytes;
  private final Deque<Thread> line = new ArrayDeque<>();

  /** How many units look at each picture whose memory is taken, the one left longest ago first. */
  private final Map<SharedPicture, Integer> users = new LinkedHashMap<>();

  private long taken;

  PictureBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Bytes that are taken now. */
  synchronized long taken() {
    return taken;
  }

  /**
   * Takes what a unit needs: the picture's memory, unless another unit has taken it, and the unit's
   * own. {@link #give} has to follow.
   *
   * @param work bytes for this unit alone
   * @return false when it is more than there will ever be; then nothing is taken
   */
  synchronized boolean take(SharedPicture picture, long work) throws InterruptedException {
    if (picture.bytes() + work > bytes) {
      return false;
    }
    Thread me = Thread.currentThread();
    line.add(me);
    try {
      while (line.peekFirst() != me || !makeRoom(picture, work)) {
        wait();
      }
      taken += wanted(picture, work);
      users.merge(picture, 1, Integer::sum);
    } finally {
      line.remove(me);
      notifyAll();
    }
    return true;
  }

  private long wanted(SharedPicture picture, long work) {
    return users.containsKey(picture) ? work : work + picture.bytes();
  }

  private boolean makeRoom(SharedPicture picture, long work) {
    long most = bytes - wanted(picture, work);
    Iterator<Map.Entry<SharedPicture, Integer>> held = users.entrySet().iterator();
    while (taken > most && held.hasNext()) {
      Map.Entry<SharedPicture, Integer> other = held.next();
      if (other.getValue() == 0 && other.getKey() != picture) {
        other.getKey().drop();
        taken -= other.getKey().bytes();
        held.remove();
      }
    }
    return taken <= most;
  }

  /** The unit has ended. The picture keeps its memory: other units may want it. */
  synchronized void give(SharedPicture picture, long work) {
    taken -= work;
    Integer others = users.remove(picture);
    users.put(picture, others == null ? 0 : others - 1);
    notifyAll();
  }

  /** The picture is closed; no unit looks at it. */
  synchronized void forget(SharedPicture picture) {
    if (users.remove(picture) != null) {
      taken -= picture.bytes();
      notifyAll();
    }
  }
}
