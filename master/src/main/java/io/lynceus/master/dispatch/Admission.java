package io.lynceus.master.dispatch;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;

/** Lets an image in, or says why not. Belongs to the dispatch thread. */
final class Admission {
  private final WaitingLine line;
  private final Tally tally;
  private final ReplyMemory memory;

  Admission(WaitingLine line, Tally tally, ReplyMemory memory) {
    this.line = line;
    this.tally = tally;
    this.memory = memory;
  }

  /** Why this image is not let in; empty when it is. */
  Optional<Rejection> refusal(TaskRequest request) {
    if (memory.isTaken(request)) {
      return Optional.of(
          new Rejection(
              RejectionCode.BAD_COMMAND,
              "the id "
                  + request.ask().id().orElse("")
                  + " is that of another image, or of this one with other options: give each a new"
                  + " id"));
    }
    if (!line.hasRoomFor(request.image().bytes())) {
      return Optional.of(
          new Rejection(
              RejectionCode.BUSY,
              "too many images are waiting; send this one again later",
              Optional.of(tally.retryAfter(line.tasks()))));
    }
    return Optional.empty();
  }
}
