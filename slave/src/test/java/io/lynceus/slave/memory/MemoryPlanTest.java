package io.lynceus.slave.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final long MIB = 1 << 20;

  @Test
  void picturesGetWhatWasAskedForWhereTheBoundLeavesIt() {
    assertThat(plan(3072, 1536, 150, 3)).isEqualTo(new MemoryPlan(3072 * MIB, 1536 * MIB));
  }

  @Test
  void picturesGetLessWhereTheBoundLeavesLess() {
    // 1024 - 150 - 3 * 40 = 754, of which three quarters
    assertThat(plan(1024, 1536, 150, 3).pictureBytes() / MIB).isEqualTo(565);
  }

  @Test
  void aBoundThatLeavesNothingToWorkWithIsRefusedAndTheLeastOneIsNot() {
    assertThatThrownBy(() -> plan(300, 1536, 150, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "limits.resident-bytes is 300 MiB, but this slave needs 356 MiB:"
                + " give it more, or fewer threads");
    assertThat(plan(356, 1536, 150, 3).pictureBytes()).isGreaterThanOrEqualTo(64 * MIB);
  }

  @Test
  void withoutABoundTheMachineSetsOne() {
    assertThat(plan(0, 1536, 150, 3).boundBytes()).isBetween(200 * MIB, 3072 * MIB);
  }

  private static MemoryPlan plan(long bound, long pictures, long idle, int threads) {
    return MemoryPlan.of(new MemoryConfig(bound * MIB, pictures * MIB), idle * MIB, threads);
  }
}
