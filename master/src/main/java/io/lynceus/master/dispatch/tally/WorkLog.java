package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of the log a minute while there is work, such as {@code last 60 s: 355 images, 3
 * partial, 0 busy, p95 0.4 s, 2 slaves 61 % busy}. Nothing is said of a minute without work.
 *
 * <p>Images are those with a reply. Rejected and waiting ones are named only if there are any. A
 * slave is busy for the time of the units that it has done, of the time of all that it may run at
 * once.
 */
final class WorkLog implements DispatchEvents {
  private static final Logger log = LoggerFactory.getLogger(WorkLog.class);
  private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier clock;
  private final Consumer<String> lines;
  private Counts counts;

  private static final class Counts {
    private final long since;
    private final ReplyTimes times = new ReplyTimes();
    private boolean isWork;
    private long images;
    private long partial;
    private long rejected;
    private long busy;
    private long workNanos;

    Counts(long since) {
      this.since = since;
    }
  }

  /**
   * @param clock of dispatch, nanoseconds
   */
  WorkLog(LongSupplier clock) {
    this(clock, log::info);
  }

  /**
   * @param lines takes each line
   */
  WorkLog(LongSupplier clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
    counts = new Counts(clock.getAsLong());
  }

  @Override
  public void imageRefused(RejectionCode why) {
    refused(why);
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    refused(why.code());
  }

  private void refused(RejectionCode why) {
    Counts now = working();
    if (why == RejectionCode.BUSY) {
      now.busy++;
    } else {
      now.rejected++;
    }
  }

  @Override
  public void taskAdmitted(SlaveManager task) {
    working();
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    Counts now = working();
    now.images++;
    reply.timing().ifPresent(timing -> now.times.add(timing.total()));
    switch (reply.status()) {
      case COMPLETE -> {}
      case PARTIAL -> now.partial++;
      case REJECTED -> now.rejected++;
    }
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    working().workNanos += result.timing().decode().plus(result.timing().run()).toNanos();
  }

  /** What is counted now; the first work after a rest begins a minute. */
  private Counts working() {
    if (!counts.isWork) {
      counts = new Counts(clock.getAsLong());
      counts.isWork = true;
    }
    return counts;
  }

  /**
   * Time passes; called often.
   *
   * @param waiting images that no slave has yet
   * @param open images without a reply, those included
   */
  void tick(Collection<ConnectedSlave> slaves, int waiting, int open, long now) {
    if (now - counts.since < PERIOD_NANOS) {
      return;
    }
    if (counts.isWork) {
      lines.accept(line(slaves, waiting, now));
    }
    counts = new Counts(now);
    counts.isWork = open > 0;
  }

  private String line(Collection<ConnectedSlave> slaves, int waiting, long now) {
    long nanos = now - counts.since;
    StringBuilder line = new StringBuilder();
    line.append("last ").append(Math.round(nanos / 1e9)).append(" s: ");
    line.append(counts.images).append(counts.images == 1 ? " image, " : " images, ");
    line.append(counts.partial).append(" partial, ");
    if (counts.rejected > 0) {
      line.append(counts.rejected).append(" rejected, ");
    }
    line.append(counts.busy).append(" busy, p95 ").append(counts.times.p95()).append(", ");
    line.append(busy(slaves, nanos));
    if (waiting > 0) {
      line.append(", ").append(waiting).append(" waiting");
    }
    return line.toString();
  }

  private String busy(Collection<ConnectedSlave> slaves, long nanos) {
    long atOnce = slaves.stream().mapToLong(ConnectedSlave::atOnce).sum();
    if (atOnce == 0) {
      return "no slave";
    }
    double part = Math.min(1, (double) counts.workNanos / nanos / atOnce);
    String what = slaves.size() == 1 ? "slave" : "slaves";
    return String.format(Locale.ROOT, "%d %s %.0f %% busy", slaves.size(), what, 100 * part);
  }
}
