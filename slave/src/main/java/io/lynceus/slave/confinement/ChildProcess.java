package io.lynceus.slave.confinement;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.wire.MessagePipe;
import io.lynceus.protocol.wire.Role;
import io.lynceus.protocol.wire.WireException;
import io.lynceus.slave.work.Confinement.Cell;
import io.lynceus.slave.work.UnitService.Reporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unit in one child process. The child is sent what a slave is sent: the image and the order.
 * It answers as a slave does. It has the time that the order says.
 *
 * <p>If the child ends without an answer after it has begun with the unit, the unit has killed it.
 * If it ends before, or is asked to end, that says nothing of the unit.
 */
final class ChildProcess implements Cell {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

  /** How long a child may take to end after its answer. */
  private static final long ANSWERED_SECONDS = 2;

  /** How long a JVM may take to write the report of its crash. */
  private static final long CRASHED_SECONDS = 30;

  private final AssignUnit order;
  private final ImageHeader header;
  private final Reporter reporter;
  private final ChildCommand command;
  private final ScheduledExecutorService clock;
  private final Semaphore free;

  /** Why this end has killed the child; null if it has not. */
  private volatile @Nullable UnitFailed killed;

  private volatile @Nullable Process child;
  private boolean started;
  private @Nullable SlaveMessage answer;

  /**
   * @param clock ends what takes too long
   * @param free has a permit while no other child runs
   */
  ChildProcess(
      AssignUnit order,
      ImageHeader header,
      Reporter reporter,
      ChildCommand command,
      ScheduledExecutorService clock,
      Semaphore free) {
    this.order = order;
    this.header = header;
    this.reporter = reporter;
    this.command = command;
    this.clock = clock;
    this.free = free;
  }

  @Override
  public void run(ByteBuffer file) throws InterruptedException {
    reporter.report(answerTo(file)); // when the next one may come: the master sends it at once
  }

  private SlaveMessage answerTo(ByteBuffer file) throws InterruptedException {
    if (!free.tryAcquire()) {
      return failed(FailureReason.REFUSED, "another unit is confined here");
    }
    try {
      Path folder = ChildFolder.create();
      try {
        return outcome(folder, file);
      } finally {
        ChildFolder.delete(folder);
      }
    } catch (IOException e) {
      log.warn("{} of task {} cannot be confined", order.analysis().key(), order.task(), e);
      return failed(
          FailureReason.ANALYSIS_FAILED, "a JVM of its own cannot be started: " + e.getMessage());
    } finally {
      free.release();
    }
  }

  @Override
  public void cancel() {
    kill(failed(FailureReason.REFUSED, "cancelled"));
  }

  private void kill(UnitFailed because) {
    killed = because;
    Process running = child;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private SlaveMessage outcome(Path folder, ByteBuffer file)
      throws IOException, InterruptedException {
    Process process = command.start(folder, order.analysis(), file.remaining());
    child = process;
    Future<?> limit =
        clock.schedule(this::tookTooLong, order.remaining().toNanos(), TimeUnit.NANOSECONDS);
    try {
      if (killed != null) { // before it was there
        process.destroyForcibly();
      }
      converse(process, file);
      int exitCode = end(process);
      return answer != null ? answer : ended(CrashReport.of(exitCode, ChildFolder.report(folder)));
    } finally {
      limit.cancel(false);
      process.destroyForcibly();
    }
  }

  private void tookTooLong() {
    kill(
        failed(
            FailureReason.ANALYSIS_FAILED,
            "no result in a JVM of its own within %d ms".formatted(order.remaining().toMillis())));
  }

  /** Sends the child its work, and waits for its answer or its end. */
  private void converse(Process process, ByteBuffer file) {
    MessagePipe pipe =
        new MessagePipe(process.getInputStream(), process.getOutputStream(), Role.SLAVE);
    try {
      pipe.write(new ImageAnnounced(order.task(), file.remaining(), header));
      pipe.writeImage(order.task(), file);
      pipe.write(order);
      while (answer == null && pipe.read(new Hearing())) {
        // The receiver takes what was read.
      }
    } catch (IOException | WireException e) {
      // It has ended. A JVM that crashes says so among the frames.
      log.debug("a child says no more", e);
    }
  }

  /** Takes what the child says of its unit. */
  private final class Hearing implements MessagePipe.Receiver {
    @Override
    public void message(Message message) {
      if (message instanceof UnitStarted begun && begun.attempt() == order.attempt()) {
        started = true;
        reporter.report(begun);
      } else if (message instanceof UnitDone done && done.attempt() == order.attempt()) {
        answer = done;
      } else if (message instanceof UnitFailed failed && failed.attempt() == order.attempt()) {
        answer = failed;
      }
    }

    @Override
    public void imageChunk(long task, ByteBuffer bytes) {} // no slave sends any
  }

  /** Waits for the end of a child that has answered or crashed. Returns its exit code. */
  private int end(Process process) throws InterruptedException {
    if (answer != null) {
      closeInput(process);
    } // else it has ended, or writes the report of its crash
    long seconds = answer != null ? ANSWERED_SECONDS : CRASHED_SECONDS;
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      log.debug("a child has ended by itself", e);
    }
  }

  private SlaveMessage ended(CrashReport crash) {
    UnitFailed why = killed;
    if (why != null) {
      return why;
    }
    if (crash.isAskedToEnd()) {
      return failed(FailureReason.REFUSED, "the JVM of its own was asked to end");
    }
    String sentence = crash.sentence();
    log.warn("the JVM of {} of task {} ended: {}", order.analysis().key(), order.task(), sentence);
    return started
        ? new ChildDied(order.attempt(), sentence, crash.report())
        : failed(
            FailureReason.ANALYSIS_FAILED, "a JVM of its own ended before it began: " + sentence);
  }

  private UnitFailed failed(FailureReason reason, String message) {
    return new UnitFailed(order.attempt(), reason, message);
  }
}
