package io.lynceus.slave.work;

import io.lynceus.protocol.message.Findings;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.slave.work.UnitService.Reporter;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.UnreadableImageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a work unit: from the image to a report. Answers its master exactly once, whether
 * it runs or is refused.
 */
final class UnitAttempt implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(UnitAttempt.class);

  private final AssignUnit order;
  private final HeldImage image;
  private final Analyzer analyzer;
  private final Reporter reporter;
  private final Runnable onEnd;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  UnitAttempt(
      AssignUnit order, HeldImage image, Analyzer analyzer, Reporter reporter, Runnable onEnd) {
    this.order = order;
    this.image = image;
    this.analyzer = analyzer;
    this.reporter = reporter;
    this.onEnd = onEnd;
    image.retain();
  }

  @Override
  public void run() {
    reporter.report(new UnitStarted(order.attempt()));
    try {
      analyze();
    } catch (UnreadableImageException e) {
      fail(FailureReason.UNREADABLE_IMAGE, String.valueOf(e.getMessage()));
    } catch (AnalysisException e) {
      log.warn("{} of task {} failed", order.analysis().key(), order.task(), e);
      fail(FailureReason.ANALYSIS_FAILED, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("a fault in {} of task {}", order.analysis().key(), order.task(), e);
      fail(
          FailureReason.ANALYSIS_FAILED,
          "the analysis met a fault of its own; see the slave's log");
    } finally {
      end();
    }
  }

  /** It will not run. */
  void refuse(String why) {
    fail(FailureReason.REFUSED, why);
    end();
  }

  private void analyze() throws UnreadableImageException, AnalysisException {
    long start = System.nanoTime();
    Picture picture = image.pictureForUnit();
    Findings findings = analyzer.analyze(picture, order.options());
    Duration decode = picture.decodeTime();
    Duration run =
        Duration.ofNanos(System.nanoTime() - start).minus(decode).minus(picture.waitTime());
    reporter.report(new UnitDone(order.attempt(), findings, new UnitTiming(decode, run)));
  }

  private void fail(FailureReason reason, String message) {
    reporter.report(new UnitFailed(order.attempt(), reason, message));
  }

  private void end() {
    image.release();
    onEnd.run();
  }
}
