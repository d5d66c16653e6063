package io.lynceus.scene.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.LineConfig.Rate;
import io.lynceus.scene.presence.Still;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Made scenes, counted at eight lines: {@code -Dledger.seeds=20} makes more of them. */
class LedgerSequencesTest {
  private static final int SEEDS = Integer.getInteger("ledger.seeds", 2);
  private static final int WINDOW = 300;
  private static final int WINDOWS = 3;

  private int bounds;
  private int held;
  private long really;
  private double off;

  @ParameterizedTest
  @CsvSource({"0.143, 0.10", "1, 0.20", "2, 1", "5, 1"})
  void nineOfTenIntervalsHoldWhatReallyWasAndTheSumIsNearIt(double every, double mostOff) {
    for (int seed = 0; seed < SEEDS; seed++) {
      MadeWalkers made = new MadeWalkers(seed, 6 + 6 * (seed % 2), WINDOW * WINDOWS);
      List<Still> stills = made.stills(every);
      for (LineConfig line : MadeWalkers.lines()) {
        compare(made, line, stills, every);
      }
    }
    assertThat(really).isGreaterThan(200);
    assertThat((double) held / bounds).isGreaterThanOrEqualTo(0.9);
    assertThat(off / really).isLessThanOrEqualTo(mostOff);
  }

  private void compare(MadeWalkers made, LineConfig line, List<Still> stills, double every) {
    LineCount[] sums = new LineCount[WINDOWS];
    LineFollower follower = new LineFollower(line);
    for (Still still : stills) {
      long second = Duration.between(MadeWalkers.START, still.time()).toSeconds();
      int window = (int) Math.min(WINDOWS - 1, second / WINDOW);
      for (LineCount count : follower.hear(still)) {
        sums[window] = sums[window] == null ? count : sums[window].plus(count);
      }
    }
    Rate rate = MissRates.at(List.of(), every);
    for (int i = 0; i < WINDOWS; i++) {
      LineCount sum = sums[i];
      int[] truth = made.truth(line, i * WINDOW, (i + 1) * WINDOW);
      int[] counted = {sum.in(), sum.out()};
      for (int way = 0; way < counted.length; way++) {
        double doubtful =
            (double) sum.doubtful() * counted[way] / Math.max(1, sum.in() + sum.out()) / 2;
        Interval interval = Interval.of(counted[way], doubtful, rate.missed(), rate.extra());
        bounds++;
        held += interval.low() <= truth[way] && truth[way] <= interval.high() ? 1 : 0;
      }
      really += truth[0] + truth[1];
      off += Math.abs(Arrays.stream(counted).sum() - truth[0] - truth[1]);
    }
  }
}
