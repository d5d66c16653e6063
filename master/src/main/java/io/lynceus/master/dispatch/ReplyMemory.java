package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchConfig.Remembered;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the images that clients have given an id: those that are being analysed, and the replies of
 * late. The same image that comes again under its id, because a connection broke before its reply
 * had arrived, is not analysed twice. Belongs to the dispatch thread.
 */
final class ReplyMemory {
  private static final int BASE_BYTES = 2 << 10;

  private final Remembered limits;
  private final Map<String, SlaveManager> running = new HashMap<>();
  private final Map<String, Answered> answered = new LinkedHashMap<>(); // the eldest first
  private long bytes;

  ReplyMemory(Remembered limits) {
    this.limits = limits;
  }

  /** All that tells two submissions apart. */
  private record Asked(Ask ask, ImageInfo image) {
    static Asked of(TaskRequest request) {
      return new Asked(request.ask(), request.image());
    }
  }

  private record Answered(Asked asked, Reply reply, long bytes, long at) {}

  /** Waits for the reply of the same submission, which is under way: its task; null if none is. */
  @Nullable SlaveManager attach(TaskRequest request, Consumer<Reply> listener) {
    SlaveManager task = request.ask().id().map(running::get).orElse(null);
    if (task == null || !isSame(task, request)) {
      return null;
    }
    task.attach(listener);
    return task;
  }

  /** Tells the reply of the same submission, or returns false when none is remembered. */
  boolean answer(TaskRequest request, Consumer<Reply> listener) {
    Answered earlier = request.ask().id().map(answered::get).orElse(null);
    if (earlier == null || !earlier.asked().equals(Asked.of(request))) {
      return false;
    }
    listener.accept(earlier.reply());
    return true;
  }

  /** Whether the request's id is that of another submission. */
  boolean isTaken(TaskRequest request) {
    SlaveManager task = request.ask().id().map(running::get).orElse(null);
    Answered earlier = request.ask().id().map(answered::get).orElse(null);
    return (task != null && !isSame(task, request))
        || (earlier != null && !earlier.asked().equals(Asked.of(request)));
  }

  private static boolean isSame(SlaveManager task, TaskRequest request) {
    return Asked.of(task.request()).equals(Asked.of(request));
  }

  void begun(SlaveManager task) {
    task.request().ask().id().ifPresent(id -> running.put(id, task));
  }

  /** The task is given up or answered. */
  void ended(SlaveManager task) {
    task.request().ask().id().ifPresent(id -> running.remove(id, task));
  }

  /**
   * Keeps a reply, in place of the eldest ones if need be. One that tells of an analysis that no
   * slave was there for is not kept: it says nothing of the image.
   */
  void keep(TaskRequest request, Reply reply, long now) {
    long size = sizeOf(reply);
    if (request.ask().id().isEmpty()
        || size > limits.bytes()
        || limits.replies() == 0
        || isOutage(reply)) {
      return;
    }
    while (answered.size() >= limits.replies() || bytes + size > limits.bytes()) {
      forgetEldest();
    }
    answered.put(request.ask().id().get(), new Answered(Asked.of(request), reply, size, now));
    bytes += size;
  }

  /** Forgets what is older than it is remembered. */
  void expire(long now) {
    while (!answered.isEmpty()
        && now - answered.values().iterator().next().at() >= limits.time().toNanos()) {
      forgetEldest();
    }
  }

  private void forgetEldest() {
    Iterator<Answered> eldest = answered.values().iterator();
    bytes -= eldest.next().bytes();
    eldest.remove();
  }

  private static boolean isOutage(Reply reply) {
    return reply.analyses().values().stream().anyMatch(u -> u.outcome() == Outcome.NO_SLAVE);
  }

  /** What a reply takes of the heap, roughly and rather too much. */
  private static long sizeOf(Reply reply) {
    long size = BASE_BYTES + 2L * reply.name().map(String::length).orElse(0);
    for (UnitReply unit : reply.analyses().values()) {
      size += 2L * unit.message().length();
      size += unit.findings().map(Findings::heapBytes).orElse(0L);
    }
    return size;
  }
}
