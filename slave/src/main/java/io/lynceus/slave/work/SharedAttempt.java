package io.lynceus.slave.work;

import io.lynceus.model.Findings;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.slave.work.UnitService.Reporter;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt in this process, which shares the picture with other units of its task. */
final class SharedAttempt extends UnitAttempt {
  private static final Logger log = LoggerFactory.getLogger(SharedAttempt.class);

  private final PictureBudget budget;
  private final Analyzer analyzer;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  SharedAttempt(
      AssignUnit order,
      HeldImage image,
      PictureBudget budget,
      Analyzer analyzer,
      Reporter reporter,
      Runnable onEnd) {
    super(order, image, reporter, onEnd);
    this.budget = budget;
    this.analyzer = analyzer;
  }

  @Override
  void perform() throws UnreadableImageException, AnalysisException, InterruptedException {
    SharedPicture picture = image.picture();
    long work = Math.max(picture.makingBytes(), analyzer.workBytes(picture.size()));
    if (!budget.take(picture, work)) {
      fail(
          FailureReason.REFUSED,
          "no slave has the memory for so large a picture: limits.picture-bytes of the slaves");
      return;
    }
    try {
      if (isCancelled()) {
        fail(FailureReason.REFUSED, "cancelled");
      } else {
        reporter.report(new UnitStarted(order.attempt()));
        analyze(picture.forUnit());
      }
    } finally {
      budget.give(picture, work);
    }
  }

  private void analyze(Picture picture) throws UnreadableImageException, AnalysisException {
    long start = System.nanoTime();
    Findings findings = analyzer.analyze(picture, order.question());
    Duration decode = picture.decodeTime();
    Duration run =
        Duration.ofNanos(System.nanoTime() - start).minus(decode).minus(picture.waitTime());
    log.debug("{} of task {} done", order.analysis().key(), order.task());
    reporter.report(
        new UnitDone(order.attempt(), findings, new UnitTiming(decode, run), picture.condition()));
  }
}
