package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.tally.Statistics;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;

/** Admits an image, or says why not. */
final class Admission {
  private final WaitingLine line;
  private final Statistics statistics;
  private final ReplyMemory memory;

  Admission(WaitingLine line, Statistics statistics, ReplyMemory memory) {
    this.line = line;
    this.statistics = statistics;
    this.memory = memory;
  }

  /** Why this image is refused; empty when it is admitted. */
  Optional<Rejection> refusal(TaskRequest request) {
    if (memory.isTaken(request)) {
      return Optional.of(
          new Rejection(
              RejectionCode.BAD_COMMAND,
              "the id "
                  + request.ask().id().orElse("")
                  + " belongs to another image, or to this one with other options: give each a new"
                  + " id"));
    }
    if (!line.hasRoomFor(request.image().bytes())) {
      return Optional.of(
          new Rejection(
              RejectionCode.BUSY,
              "too many images are waiting; send this one again later",
              Optional.of(statistics.retryAfter(line.tasks()))));
    }
    return Optional.empty();
  }
}
