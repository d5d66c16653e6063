package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchConfig.Remembered;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the images that clients have given an id: those that are being analysed, and the latest
 * replies. An image that comes again under its id, because a connection broke before its reply had
 * arrived, is not analysed twice.
 */
final class ReplyMemory implements DispatchEvents {
  private final Remembered limits;
  private final LongSupplier clock;
  private final Map<String, SlaveManager> running = new HashMap<>();
  private final Map<String, Kept> replies = new LinkedHashMap<>(); // the oldest first
  private long bytes;

  /**
   * @param clock of dispatch, nanoseconds
   */
  ReplyMemory(Remembered limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** What two submissions must have in common to be the same. */
  private record Asked(Ask ask, ImageInfo image) {
    static Asked of(TaskRequest request) {
      return new Asked(request.ask(), request.image());
    }
  }

  private record Kept(Asked asked, Reply reply, long bytes, long at) {}

  /** Has the listener wait for the task of the same submission; null when none is running. */
  @Nullable SlaveManager attach(TaskRequest request, Consumer<Reply> listener) {
    SlaveManager task = request.ask().id().map(running::get).orElse(null);
    if (task == null || !isSame(task, request)) {
      return null;
    }
    task.attach(listener);
    return task;
  }

  /** Tells the kept reply of the same submission; false when none is kept. */
  boolean repeat(TaskRequest request, Consumer<Reply> listener) {
    Kept earlier = request.ask().id().map(replies::get).orElse(null);
    if (earlier == null || !earlier.asked().equals(Asked.of(request))) {
      return false;
    }
    listener.accept(earlier.reply());
    return true;
  }

  /** Whether the id of the request belongs to another submission. */
  boolean isTaken(TaskRequest request) {
    SlaveManager task = request.ask().id().map(running::get).orElse(null);
    Kept earlier = request.ask().id().map(replies::get).orElse(null);
    return (task != null && !isSame(task, request))
        || (earlier != null && !earlier.asked().equals(Asked.of(request)));
  }

  private static boolean isSame(SlaveManager task, TaskRequest request) {
    return Asked.of(task.request()).equals(Asked.of(request));
  }

  @Override
  public void taskAdmitted(SlaveManager task) {
    task.request().ask().id().ifPresent(id -> running.put(id, task));
  }

  @Override
  public void taskCancelled(SlaveManager task) {
    task.request().ask().id().ifPresent(id -> running.remove(id, task));
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    taskCancelled(task);
    keep(task.request(), reply, clock.getAsLong());
  }

  /**
   * Keeps a reply, in place of the oldest ones if there is no room. A reply without an analysis for
   * which there was no slave is not kept: it says nothing about the image.
   */
  private void keep(TaskRequest request, Reply reply, long now) {
    long size = reply.heapBytes();
    if (request.ask().id().isEmpty()
        || size > limits.bytes()
        || limits.replies() == 0
        || isOutage(reply)) {
      return;
    }
    while (replies.size() >= limits.replies() || bytes + size > limits.bytes()) {
      forgetOldest();
    }
    replies.put(request.ask().id().get(), new Kept(Asked.of(request), reply, size, now));
    bytes += size;
  }

  /** Forgets the replies that were kept for long enough. */
  void expire() {
    long now = clock.getAsLong();
    while (!replies.isEmpty()
        && now - replies.values().iterator().next().at() >= limits.time().toNanos()) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Iterator<Kept> oldest = replies.values().iterator();
    bytes -= oldest.next().bytes();
    oldest.remove();
  }

  private static boolean isOutage(Reply reply) {
    return reply.analyses().values().stream().anyMatch(u -> u.outcome() == Outcome.NO_SLAVE);
  }
}
