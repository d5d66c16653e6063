package io.lynceus.app.watch.folder;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;

/** What becomes of a file, by its reply. */
public enum Fate {
  /** All was found out. */
  DONE("done"),
  /** It will never be complete: no picture, cut off, an analysis that fails. */
  REJECTED("rejected"),
  /** Nothing is wrong with the file: it may be put back into the watched folder. */
  FAILED("failed"),
  /** It is sent again now, because no slave was there. */
  NO_SLAVE(""),
  /** It is sent again, as another try. */
  AGAIN("");

  private final String folder;

  Fate(String folder) {
    this.folder = folder;
  }

  /** Where such files go, below the watched folder; empty if they go nowhere. */
  String folder() {
    return folder;
  }

  /** By the reply. */
  public static Fate of(Reply reply) {
    if (reply.status() == Status.COMPLETE) {
      return DONE;
    }
    if (reply.rejection().isPresent()) {
      // With other options, or another camera, it may be accepted.
      boolean command = reply.rejection().get().code() == RejectionCode.BAD_COMMAND;
      return reply.isWorthRetrying() ? AGAIN : command ? FAILED : REJECTED;
    }
    if (!reply.isWorthRetrying()) {
      return REJECTED;
    }
    boolean late =
        reply.analyses().values().stream().anyMatch(unit -> unit.outcome() == Outcome.TIMEOUT);
    return late ? AGAIN : NO_SLAVE;
  }
}
