package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slave that is ten times slower than the others, on simulated time: the figures are exact. */
@Tag("gate")
@Tag("simulation")
class SlowSlaveTest {
  private static final int IMAGES = 5_000;
  private static final double SLOWNESS = 10;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void aSlowSlaveCostsLittle(int slaves) {
    Figures healthy = load(slaves, Slow.NEVER);
    for (Slow when : List.of(Slow.FROM_THE_START, Slow.NOW_AND_THEN)) {
      Figures slow = load(slaves, when);
      report(slaves + " slaves, one slow " + when, healthy, slow);
      assertGoals(healthy, slow);
    }
  }

  private static void assertGoals(Figures healthy, Figures slow) {
    assertThat(slow.percentile(99)).isLessThanOrEqualTo(2 * healthy.percentile(99));
    assertThat(slow.extraWork()).isLessThanOrEqualTo(0.05);
  }

  private enum Slow {
    NEVER,
    FROM_THE_START,
    NOW_AND_THEN
  }

  private record Figures(List<Double> millis, ClusterStatus status) {
    double percentile(int percent) {
      return millis.get((int) Math.ceil(millis.size() * percent / 100.0) - 1);
    }

    double extraWork() {
      ClusterStatus.Attempts attempts = status.attempts();
      return (double) attempts.speculative() / (attempts.given() - attempts.speculative());
    }

    long unitsOfTheSlowSlave() {
      return status.slaves().stream()
          .filter(slave -> slave.name().equals("s0"))
          .findFirst()
          .orElseThrow()
          .unitsDone();
    }
  }

  /** Images come at random times, enough to keep all slaves but one busy half of the time. */
  private static Figures load(int slaves, Slow slow) {
    Simulation simulation = new Simulation(1, MasterDefaults.DISPATCH);
    for (int i = 0; i < slaves; i++) {
      simulation.start(new SimulatedSlave(simulation, "s" + i, 3, Images.ALL));
    }
    SimulatedSlave first = simulation.slaves().get(0);
    if (slow == Slow.FROM_THE_START) {
      first.threads().slowDown(SLOWNESS);
    } else if (slow == Slow.NOW_AND_THEN) {
      turnSlow(simulation, first, SLOWNESS);
    }
    Duration betweenImages = Duration.ofMillis(4 * 40 * 2 / (3 * (slaves - 1)));
    List<Double> millis = new ArrayList<>();
    submit(simulation, betweenImages.multipliedBy(2), millis);
    simulation.run(betweenImages.multipliedBy(IMAGES + 100));
    Collections.sort(millis);
    assertThat(millis).hasSizeGreaterThan(IMAGES * 9 / 10);
    return new Figures(millis, simulation.status());
  }

  private static void turnSlow(Simulation simulation, SimulatedSlave slave, double slowness) {
    simulation.later(
        Duration.ofSeconds(60),
        () -> {
          slave.threads().slowDown(slowness);
          turnSlow(simulation, slave, slowness == 1 ? SLOWNESS : 1);
        });
  }

  private static void submit(Simulation simulation, Duration within, List<Double> millis) {
    simulation.later(
        simulation.within(within),
        () -> {
          var unused =
              simulation
                  .dispatcher()
                  .submit(
                      simulation.clients().request(millis.size() * 10, Optional.empty()),
                      reply -> millis.add(reply.timing().orElseThrow().total().toNanos() / 1e6));
          submit(simulation, within, millis);
        });
  }

  private static void report(String what, Figures healthy, Figures slow) {
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.0f ms (healthy %.0f), p99 %.0f ms (healthy %.0f, so %.2f times), most %.0f ms;"
            + " %.2f %% second attempts (healthy %.2f %%), %d wasted; the slow slave did %d of"
            + " %d%n",
        what,
        slow.percentile(50),
        healthy.percentile(50),
        slow.percentile(99),
        healthy.percentile(99),
        slow.percentile(99) / healthy.percentile(99),
        slow.percentile(100),
        100 * slow.extraWork(),
        100 * healthy.extraWork(),
        slow.status().attempts().wasted(),
        slow.unitsOfTheSlowSlave(),
        slow.status().slaves().stream().mapToLong(ClusterStatus.Slave::unitsDone).sum());
  }
}
