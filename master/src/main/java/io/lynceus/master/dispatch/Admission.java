package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.tally.Statistics;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Admits an image, or says why not. */
final class Admission {
  private static final Duration OVERLOAD_RETRY = Duration.ofSeconds(1);

  private final WaitingLine line;
  private final Statistics statistics;
  private final ReplyMemory memory;
  private final Supplier<Optional<String>> overload;
  private final Supplier<AnalysisCatalog> catalog;

  /**
   * @param overload why nobody could hear of a further reply now
   * @param catalog what is known of analyses and labels now
   */
  Admission(
      WaitingLine line,
      Statistics statistics,
      ReplyMemory memory,
      Supplier<Optional<String>> overload,
      Supplier<AnalysisCatalog> catalog) {
    this.line = line;
    this.statistics = statistics;
    this.memory = memory;
    this.overload = overload;
    this.catalog = catalog;
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
    // The gateway could not judge labels that were set before the first slave had told its own.
    Optional<String> wrong = new AskCheck(catalog.get(), request.ask()).wrongLabels();
    if (wrong.isPresent()) {
      return wrong.map(why -> new Rejection(RejectionCode.BAD_COMMAND, why));
    }
    return busy(request.image().bytes());
  }

  /** Why no image of that size can be admitted now; empty when there is room. */
  Optional<Rejection> busy(long bytes) {
    if (!line.hasRoomFor(bytes)) {
      return Optional.of(busy("too many images are waiting", statistics.retryAfter(line.tasks())));
    }
    return overload.get().map(why -> busy(why, OVERLOAD_RETRY));
  }

  private static Rejection busy(String why, Duration retryAfter) {
    return new Rejection(
        RejectionCode.BUSY, why + "; send this one again later", Optional.of(retryAfter));
  }
}
