package io.lynceus.master.dispatch.tally;

import io.lynceus.common.LogLimit;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that nothing can be seen in a picture: somebody should look at the camera. */
final class FlatPictures implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(FlatPictures.class);

  /** A covered camera sends many. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final LogLimit limit;
  private final Consumer<String> lines;

  /**
   * @param clock of dispatch, nanoseconds
   */
  FlatPictures(LongSupplier clock) {
    this(clock, log::info);
  }

  /**
   * @param clock of dispatch, nanoseconds
   * @param lines takes each line; called by the dispatch thread
   */
  FlatPictures(LongSupplier clock, Consumer<String> lines) {
    this.limit = new LogLimit(PAUSE, () -> Instant.EPOCH.plusNanos(clock.getAsLong()));
    this.lines = lines;
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    if (reply.image().isPresent() && reply.image().get().condition().flat()) {
      limit.tryLine(
          others ->
              task.traced(
                  () ->
                      lines.accept(
                          "nothing can be seen in the picture of image "
                              + task.id()
                              + ": its counts are null"
                              + others)));
    }
  }
}
