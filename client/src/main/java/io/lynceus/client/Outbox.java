package io.lynceus.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The images to be sent, now or later. Thread-safe. */
final class Outbox {
  private final PriorityQueue<PendingImage> images = new PriorityQueue<>(PendingImage.DUE_FIRST);
  private @Nullable IOException end;

  /** Adds an image, ordered by its due time; after {@link #end}, fails it. */
  void add(PendingImage image) {
    IOException over;
    synchronized (images) {
      over = end;
      if (over == null) {
        images.add(image);
        images.notifyAll();
      }
    }
    if (over != null) {
      image.reply().completeExceptionally(over);
    }
  }

  /** Waits for the next due image; null after {@link #end}. */
  @Nullable PendingImage take() throws InterruptedException {
    synchronized (images) {
      while (end == null) {
        PendingImage next = images.peek();
        if (next == null) {
          images.wait();
          continue;
        }
        long wait = next.due() - System.nanoTime();
        if (wait <= 0) {
          return images.poll();
        }
        TimeUnit.NANOSECONDS.timedWait(images, wait);
      }
      return null;
    }
  }

  /**
   * Fails all images, present and future ones. Only the first call's cause counts for later images.
   */
  void end(IOException cause) {
    List<PendingImage> left;
    synchronized (images) {
      if (end == null) {
        end = cause;
      }
      left = new ArrayList<>(images);
      images.clear();
      images.notifyAll();
    }
    left.forEach(image -> image.reply().completeExceptionally(cause));
  }
}
