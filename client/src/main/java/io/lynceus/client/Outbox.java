package io.lynceus.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The images that are to be sent, now or later. Callable by any thread. */
final class Outbox {
  private final PriorityQueue<Unanswered> images = new PriorityQueue<>(Unanswered.DUE_FIRST);
  private @Nullable IOException end;

  /** Takes an image in; one that was sent before goes to its old place. Fails it after the end. */
  void add(Unanswered image) {
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

  /** Waits for the next image that is due; null after the end. */
  @Nullable Unanswered take() throws InterruptedException {
    synchronized (images) {
      while (end == null) {
        Unanswered next = images.peek();
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

  /** Fails what is here and all that is added later; the first cause stays. */
  void end(IOException cause) {
    List<Unanswered> left;
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
