package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An image whose edges crash slaves, in a busy cluster with the default settings. */
@Tag("gate")
@Tag("simulation")
class PoisonTimeTest {
  private static final int SEEDS = Simulation.seeds(100);
  private static final int KILLER = 7;
  private static final Duration BETWEEN_IMAGES = Duration.ofMillis(35);

  @Test
  void poisonIsKnownWithinTenSecondsAndNoOtherImageLosesAnything() {
    double slowest = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Simulation simulation = new Simulation(seed, MasterDefaults.DISPATCH);
      for (int i = 0; i < 3; i++) {
        simulation.start(new SimulatedSlave(simulation, "s" + i, 3, Images.ALL));
      }
      List<Reply> others = new ArrayList<>();
      List<Reply> killer = new ArrayList<>();
      submitOthers(simulation, others);
      simulation.later(Duration.ofSeconds(2), () -> submit(simulation, KILLER, killer));
      simulation.run(Duration.ofSeconds(15));

      assertThat(killer).hasSize(1);
      Reply reply = killer.get(0);
      assertThat(reply.analyses().get(Analysis.EDGES).outcome()).isEqualTo(Outcome.POISON);
      assertThat(reply.analyses().get(Analysis.FACES).outcome()).isEqualTo(Outcome.OK);
      slowest = Math.max(slowest, reply.timing().orElseThrow().total().toNanos() / 1e9);
      assertThat(simulation.ledger().victims()).containsEntry(KILLER, 2);
      assertThat(others)
          .hasSizeGreaterThan(100)
          .extracting(Reply::status)
          .containsOnly(Reply.Status.COMPLETE);
    }
    System.out.printf(Locale.ROOT, "poison was known after %.2f s at most%n", slowest);
    assertThat(slowest).isLessThanOrEqualTo(10);
  }

  private static void submitOthers(Simulation simulation, List<Reply> replies) {
    submit(simulation, replies.size() * 10, replies);
    simulation.later(
        simulation.within(BETWEEN_IMAGES.multipliedBy(2)), () -> submitOthers(simulation, replies));
  }

  private static void submit(Simulation simulation, int image, List<Reply> replies) {
    var unused =
        simulation
            .dispatcher()
            .submit(simulation.clients().request(image, Optional.empty()), replies::add);
  }
}
