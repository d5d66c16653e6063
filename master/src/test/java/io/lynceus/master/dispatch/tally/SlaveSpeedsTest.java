package io.lynceus.master.dispatch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Who is told to be slow; the test moves the time. */
class SlaveSpeedsTest {
  private static final Findings BY_A_NETWORK = Findings.ofDetections("net:1@0", List.of());
  private static final Findings WITHOUT = Findings.NONE.withNumber("pixels", 1);

  private final ConnectedSlave a = Images.slave("a");
  private final ConnectedSlave b = Images.slave("b");
  private final OpenTasks tasks = new OpenTasks("run");
  private long now;
  private final SlaveSpeeds speeds = new SlaveSpeeds(() -> now);
  private long attempts;

  @Test
  void aNetworkTakesAsLongForALargePicture() {
    for (int i = 0; i < 100; i++) {
      result(a, BY_A_NETWORK, 400, 40);
      result(b, BY_A_NETWORK, 4000, 40);
      pass(3);
    }
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
  }

  @Test
  void otherAnalysesTakeLongerForALargePicture() {
    for (int i = 0; i < 100; i++) {
      result(a, WITHOUT, 400, 1);
      result(b, WITHOUT, 1600, 16);
      pass(3);
    }
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
  }

  @Test
  void aSlaveIsSlowWhenItWasForMinutesAndUntilItIsNot() {
    both(50, 10, 40, 0);
    both(4, 10, 40, 10);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
    both(12, 10, 40, 10);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(4));
    both(100, 10, 10, 10);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
  }

  @Test
  void aBadMinuteIsNotTold() {
    both(100, 10, 10, 3);
    both(60, 10, 40, 1);
    both(100, 10, 10, 3);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
  }

  @Test
  void lessThanOneAndAHalfTimesIsNotSlow() {
    both(200, 100, 149, 3);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
    both(200, 100, 150, 3);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1.5));
  }

  @Test
  void nothingIsToldBeforeEachHasDoneFiftyUnits() {
    both(49, 10, 40, 10);
    assertSlowness(OptionalDouble.empty(), OptionalDouble.empty());
    for (int i = 0; i < 60; i++) {
      result(a, WITHOUT, 100, 10);
      pass(10);
    }
    assertSlowness(OptionalDouble.empty(), OptionalDouble.empty());
    both(2, 10, 10, 10);
    assertThat(speeds.slowness(b)).isPresent();
  }

  @Test
  void differentNetworksAreNotCompared() {
    for (int i = 0; i < 100; i++) {
      result(a, Findings.ofDetections("small:1@0", List.of()), 100, 10);
      result(b, Findings.ofDetections("large:1@0", List.of()), 100, 90);
      pass(3);
    }
    assertSlowness(OptionalDouble.empty(), OptionalDouble.empty());
  }

  @Test
  void whatTakesMostOfTheTimeCountsMost() {
    for (int i = 0; i < 100; i++) {
      for (ConnectedSlave slave : List.of(a, b)) {
        result(slave, BY_A_NETWORK, 100, 99);
        result(slave, WITHOUT, 100, slave == a ? 1 : 5);
      }
      pass(3);
    }
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(1));
  }

  @Test
  void aSlaveThatIsGoneIsForgotten() {
    both(100, 10, 40, 3);
    assertSlowness(OptionalDouble.of(1), OptionalDouble.of(4));
    speeds.slaveLost(b);
    assertThat(speeds.slowness(b)).isEmpty();
    for (int i = 0; i < 10; i++) {
      result(a, WITHOUT, 100, 10);
      pass(10);
    }
    assertThat(speeds.slowness(a)).as("nobody is left to compare it with").isEmpty();
  }

  private void both(int times, long millisOfA, long millisOfB, int seconds) {
    for (int i = 0; i < times; i++) {
      result(a, WITHOUT, 100, millisOfA);
      result(b, WITHOUT, 100, millisOfB);
      pass(seconds);
    }
  }

  private void result(ConnectedSlave slave, Findings found, int side, long millis) {
    Analysis analysis = found.model().isEmpty() ? Analysis.EDGES : Analysis.OBJECTS;
    TaskRequest request =
        new TaskRequest(
            Ask.DEFAULT.withAnalyses(List.of(analysis)),
            new ImageInfo(ImageFormat.JPEG, side, side, 1, "hash"),
            new ImageHeader(ImageFormat.JPEG, side, side, 1),
            StillInfo.UNKNOWN,
            ByteBuffer.allocate(1));
    SplitPlan plan = new SplitPlan(AnalysisCatalog.STANDARD, known -> 2);
    WorkUnit unit = tasks.add(request, plan, reply -> {}, 0).units().get(0);
    Attempt attempt = new Attempt(++attempts, unit, slave, 0, 0);
    UnitTiming timing = new UnitTiming(Duration.ZERO, Duration.ofMillis(millis));
    speeds.resultArrived(attempt, new UnitDone(attempts, found, timing));
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private void assertSlowness(OptionalDouble ofA, OptionalDouble ofB) {
    assertThat(List.of(speeds.slowness(a), speeds.slowness(b))).containsExactly(ofA, ofB);
  }
}
