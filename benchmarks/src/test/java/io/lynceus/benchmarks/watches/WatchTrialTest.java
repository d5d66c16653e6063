package io.lynceus.benchmarks.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.benchmarks.watches.WatchTrial.Outcome;
import io.lynceus.vision.natives.NativeLibraries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/** The measurement of docs/watches.md in small: one made background, things pasted into it. */
@Tag("gate")
class WatchTrialTest {
  /** Somebody may stand before it while it is taken away. */
  private static final int LATEST = 9;

  @BeforeAll
  static void loadLibraries() throws Exception {
    NativeLibraries.load(Optional.empty());
  }

  @Test
  void whatIsTakenAtNightIsToldAndNothingElse() throws Exception {
    Core.setRNGSeed(1);
    List<Mat> background = MadeStills.made(1, 1);
    Map<WatchStage, Outcome> outcomes = new WatchTrial(background, false, true, 7).run();

    outcomes.forEach(
        (stage, outcome) -> {
          if (stage.isThere()) {
            assertThat(outcome.missing()).as("called missing: %s", stage).isZero();
          }
        });
    assertThat(outcomes.get(WatchStage.TAKEN).told().orElseThrow()).isBetween(3, LATEST);
    assertThat(outcomes.get(WatchStage.BACK).told()).isPresent();
    assertThat(outcomes.get(WatchStage.COVERED).unknown()).isPositive();
    assertThat(outcomes.get(WatchStage.MOVED).unknown()).isPositive();
  }
}
