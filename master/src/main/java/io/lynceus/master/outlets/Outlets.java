package io.lynceus.master.outlets;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Reply;
import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Tells the outlets of each reply. The dispatch thread calls it, and nothing here blocks. */
public final class Outlets implements DispatchEvents, AutoCloseable {
  private final List<Target> targets;

  private record Target(Outlet outlet, boolean needsFile, OutletQueue queue) {

    GivenReply given(SlaveManager task, Reply reply, boolean withFile) {
      TaskRequest request = task.request();
      return new GivenReply(
          request.ask(),
          reply,
          withFile ? Optional.of(request.file().asReadOnlyBuffer()) : Optional.empty(),
          outlet.needsThumbnail() ? task.thumbnail() : Optional.empty());
    }
  }

  /** Each outlet gets its queue. */
  public Outlets(List<Outlet> outlets) {
    targets =
        outlets.stream()
            .map(outlet -> new Target(outlet, outlet.needsFile(), new OutletQueue(outlet.config())))
            .toList();
  }

  /** The queues, in the order of the outlets. */
  public List<OutletQueue> queues() {
    return targets.stream().map(Target::queue).toList();
  }

  /** Whether one of them needs thumbnails now. */
  public boolean needThumbnails() {
    return targets.stream().anyMatch(target -> target.outlet().needsThumbnail());
  }

  /** The queue of that outlet, which is one of these. */
  public OutletQueue queueOf(Outlet outlet) {
    return targets.stream()
        .filter(target -> target.outlet() == outlet)
        .map(Target::queue)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void replyMade(SlaveManager task, Reply reply) {
    if (task.request().unrecorded()) {
      return;
    }
    for (Target target : targets) {
      if (target.outlet().concerns(reply)) {
        target.outlet().announce();
      }
    }
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    if (task.request().unrecorded()) {
      return;
    }
    for (Target target : targets) {
      if (!target.outlet().concerns(reply)) {
        continue;
      }
      boolean withFile = target.needsFile() && target.outlet().needsFileOf(reply);
      GivenReply given = target.given(task, reply, withFile);
      long bytes =
          reply.heapBytes()
              + given.file().map(ByteBuffer::remaining).orElse(0)
              + given.thumbnail().map(Thumbnail::size).orElse(0);
      if (!target.queue().offer(bytes, () -> target.outlet().hear(given))) {
        target.outlet().missed();
      }
    }
  }

  /** Why no image may be admitted now, in words for the client; empty if one may be. */
  public Optional<String> overload() {
    return targets.stream()
        .map(Target::queue)
        .filter(queue -> queue.config().required() && queue.isFull())
        .findFirst()
        .map(
            queue ->
                "too many replies wait for the outlet %s (%d)"
                    .formatted(queue.config().name(), queue.waiting()));
  }

  /** Gives the outlets 2 s together for what is in their queues, and drops the rest. */
  @Override
  public void close() {
    OutletQueue.closeAll(queues());
  }
}
