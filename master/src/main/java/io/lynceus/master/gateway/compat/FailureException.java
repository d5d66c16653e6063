package io.lynceus.master.gateway.compat;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.util.Optional;

/** A request cannot be answered with what was found. */
final class FailureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient Optional<RejectionCode> counted;

  FailureException(Failure failure) {
    this(failure, Optional.empty());
  }

  /** The picture is refused before it is a task, and counts as refused. */
  FailureException(Endpoint endpoint, Rejection why) {
    this(Failure.of(endpoint, why), Optional.of(why.code()).filter(Failure::isCounted));
  }

  private FailureException(Failure failure, Optional<RejectionCode> counted) {
    super(failure.message());
    this.failure = failure;
    this.counted = counted;
  }

  Failure failure() {
    return failure;
  }

  /** As what the refused image counts, if it does. */
  Optional<RejectionCode> counted() {
    return counted;
  }
}
