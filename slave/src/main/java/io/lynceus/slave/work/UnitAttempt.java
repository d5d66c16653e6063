package io.lynceus.slave.work;

import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.slave.work.UnitService.Reporter;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a work unit: from the image to a report. Answers its master exactly once, whether
 * it runs or is refused.
 */
abstract class UnitAttempt implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(UnitAttempt.class);

  final AssignUnit order;
  final HeldImage image;
  final Reporter reporter;
  private final Runnable onEnd;
  private volatile boolean cancelled;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  UnitAttempt(AssignUnit order, HeldImage image, Reporter reporter, Runnable onEnd) {
    this.order = order;
    this.image = image;
    this.reporter = reporter;
    this.onEnd = onEnd;
    image.retain();
  }

  /** Does the work, and reports it. */
  abstract void perform() throws UnreadableImageException, AnalysisException, InterruptedException;

  @Override
  public final void run() {
    order.trace().during(this::attempt);
  }

  private void attempt() {
    try {
      perform();
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
  static void requireMemory(Exception thrown) {
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

  boolean isCancelled() {
    return cancelled;
  }

  void fail(FailureReason reason, String message) {
    log.debug("{} of task {}: {}: {}", order.analysis().key(), order.task(), reason, message);
    reporter.report(new UnitFailed(order.attempt(), reason, message));
  }

  private void end() {
    image.release();
    onEnd.run();
  }
}
