package io.lynceus.master.dispatch.tally;

import io.lynceus.common.LogLimit;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of the log for each damaged picture, ten a second after the first hundred; the logging
 * context gives it the task's id.
 */
final class DamageLog implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(DamageLog.class);

  private final LogLimit limit = new LogLimit(Duration.ofMillis(100), 100, InstantSource.system());

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    reply.image().filter(image -> image.condition().damaged()).ifPresent(this::report);
  }

  private void report(ImageInfo image) {
    limit.tryLine(
        others ->
            log.info(
                "the picture is damaged: {}; sha256 {}{}",
                left(image.condition()),
                image.sha256(),
                others));
  }

  private static String left(PictureCondition condition) {
    return condition
        .decodedPart()
        .map(part -> String.format(Locale.ROOT, "%.0f %% of it could be decoded", 100 * part))
        .orElse("how much of it could be decoded is not known");
  }
}
