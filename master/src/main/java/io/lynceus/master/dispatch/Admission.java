package io.lynceus.master.dispatch;

import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import java.util.Optional;

/** Lets an image in, or says why not. Belongs to the dispatch thread. */
final class Admission {
  private final WaitingLine line;
  private final Tally tally;

  Admission(WaitingLine line, Tally tally) {
    this.line = line;
    this.tally = tally;
  }

  /** Why this image is not let in; empty when it is. */
  Optional<Rejection> refusal(TaskRequest request) {
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
