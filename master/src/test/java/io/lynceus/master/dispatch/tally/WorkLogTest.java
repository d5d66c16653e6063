package io.lynceus.master.dispatch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.Timing;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The line of a minute; the test moves the time. */
class WorkLogTest {
  private final List<String> lines = new ArrayList<>();
  private final SlaveManager task = Images.task();
  private final ConnectedSlave slave = Images.slave("a");
  private final ConnectedSlave other = Images.slave("b");
  private long now;
  private final WorkLog log = new WorkLog(() -> now, lines::add);

  @Test
  void aMinuteOfWorkIsOneLine() {
    pass(300);
    log.taskAdmitted(task);
    for (int i = 0; i < 355; i++) {
      replied(i < 3 ? Status.PARTIAL : Status.COMPLETE, i < 330 ? 100 : 400);
    }
    done(slave, Duration.ofSeconds(36));
    pass(59);
    assertThat(lines).isEmpty();
    pass(1);
    assertThat(lines)
        .containsExactly("last 60 s: 355 images, 3 partial, 0 busy, p95 0.4 s, 2 slaves 30 % busy");
  }

  @Test
  void aMinuteWithoutWorkHasNoLine() {
    replied(Status.COMPLETE, 10);
    pass(60);
    pass(600);
    assertThat(lines).hasSize(1);
    replied(Status.COMPLETE, 10);
    pass(59);
    assertThat(lines).as("the first work begins a minute").hasSize(1);
    pass(1);
    assertThat(lines.get(1)).startsWith("last 60 s: 1 image, ");
  }

  @Test
  void whatIsRefusedAndWhatWaitsIsToldIfThereIsAny() {
    Rejection busy = new Rejection(RejectionCode.BUSY, "later");
    log.taskRefused(Images.request("hash", Set.of(Analysis.EDGES)), busy);
    log.imageRefused(RejectionCode.BUSY);
    log.imageRefused(RejectionCode.CORRUPT);
    for (List<ConnectedSlave> slaves : List.of(List.<ConnectedSlave>of(), List.of(slave))) {
      now += Duration.ofMinutes(1).toNanos();
      log.tick(slaves, 7, 9, now);
    }
    assertThat(lines)
        .containsExactly(
            "last 60 s: 0 images, 0 partial, 1 rejected, 2 busy, p95 unknown, no slave, 7 waiting",
            "last 60 s: 0 images, 0 partial, 0 busy, p95 unknown, 1 slave 0 % busy, 7 waiting");
  }

  @Test
  void theTimeIsWithinAStepOfTheRightOne() {
    for (long millis : new long[] {1, 7, 44, 94, 1_000, 59_000, 3_599_000}) {
      ReplyTimes times = new ReplyTimes();
      times.add(Duration.ofMillis(millis));
      double number = Double.parseDouble(times.p95().replaceAll(" m?s$", ""));
      double told = times.p95().endsWith(" ms") ? number : 1000 * number;
      assertThat(told).as(times.p95()).isBetween(0.9 * millis, 1.1 * millis + 1);
    }
  }

  private void replied(Status status, long millis) {
    Timing timing = new Timing(Duration.ofMillis(millis), Duration.ZERO, Map.of());
    log.taskReplied(
        task,
        new Reply(
            "t",
            Optional.empty(),
            status,
            Optional.empty(),
            Optional.empty(),
            StillInfo.UNKNOWN,
            Results.NONE,
            Optional.of(timing)));
  }

  private void done(ConnectedSlave worker, Duration time) {
    Attempt attempt = new Attempt(1, task.units().get(0), worker, 0, 0);
    UnitTiming timing = new UnitTiming(Duration.ZERO, time);
    log.resultArrived(attempt, new UnitDone(1, Findings.NONE, timing));
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += Duration.ofSeconds(1).toNanos();
      log.tick(List.of(slave, other), 0, 0, now);
    }
  }
}
