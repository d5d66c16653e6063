package io.lynceus.slave.work;

import io.lynceus.model.Findings;
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
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeMemory;
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
  private final PictureBudget budget;
  private final Analyzer analyzer;
  private final Reporter reporter;
  private final Runnable onEnd;
  private volatile boolean cancelled;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  UnitAttempt(
      AssignUnit order,
      HeldImage image,
      PictureBudget budget,
      Analyzer analyzer,
      Reporter reporter,
      Runnable onEnd) {
    this.order = order;
    this.image = image;
    this.budget = budget;
    this.analyzer = analyzer;
    this.reporter = reporter;
    this.onEnd = onEnd;
    image.retain();
  }

  @Override
  public void run() {
    order.trace().during(this::attempt);
  }

  private void attempt() {
    try {
      analyzeWithinBudget();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(FailureReason.REFUSED, "the slave is shutting down");
    } catch (UnreadableImageException e) {
      requireMemory(e);
      fail(FailureReason.UNREADABLE_IMAGE, String.valueOf(e.getMessage()));
    } catch (AnalysisException e) {
      requireMemory(e);
      log.warn("{} of task {} failed", order.analysis().key(), order.task(), e);
      fail(FailureReason.ANALYSIS_FAILED, String.valueOf(e.getMessage()));
    } catch (Exception e) { // Checked ones too: native code throws what it does not declare.
      requireMemory(e);
      log.error("a fault in {} of task {}", order.analysis().key(), order.task(), e);
      fail(
          FailureReason.ANALYSIS_FAILED,
          "the analysis met a fault of its own; see the slave's log");
    } finally {
      end();
    }
  }

  /**
   * A process without memory is of no use, and what it says of images is not true.
   *
   * @throws OutOfMemoryError for this thread's handler, which ends the process
   */
  private static void requireMemory(Exception thrown) {
    if (NativeMemory.isExhausted(thrown)) {
      OutOfMemoryError error = new OutOfMemoryError(thrown.getMessage());
      error.initCause(thrown);
      throw error;
    }
  }

  /** It will not run. */
  void refuse(String why) {
    order
        .trace()
        .during(
            () -> {
              fail(FailureReason.REFUSED, why);
              end();
            });
  }

  /** Nobody wants the result any more: it does not begin if it has not begun. Any thread. */
  void cancel() {
    cancelled = true;
  }

  private void analyzeWithinBudget()
      throws UnreadableImageException, AnalysisException, InterruptedException {
    SharedPicture picture = image.picture();
    long work = Math.max(picture.makingBytes(), analyzer.workBytes(picture.size()));
    if (!budget.take(picture, work)) {
      fail(
          FailureReason.REFUSED,
          "no slave has the memory for so large a picture: limits.picture-bytes of the slaves");
      return;
    }
    try {
      if (cancelled) {
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
    reporter.report(new UnitDone(order.attempt(), findings, new UnitTiming(decode, run)));
  }

  private void fail(FailureReason reason, String message) {
    log.debug("{} of task {}: {}: {}", order.analysis().key(), order.task(), reason, message);
    reporter.report(new UnitFailed(order.attempt(), reason, message));
  }

  private void end() {
    image.release();
    onEnd.run();
  }
}
