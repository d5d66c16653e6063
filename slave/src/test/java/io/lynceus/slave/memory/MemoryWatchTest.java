package io.lynceus.slave.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private static final long BOUND = 1000;

  private long resident = 500;
  private long freedByTrim;
  private boolean rested;
  private boolean trimFails;
  private int trims;
  private int outgrown;
  private final MemoryWatch watch =
      new MemoryWatch(BOUND, () -> resident, () -> rested, this::trim, () -> outgrown++);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aSlaveAtItsBoundGoesOnAndOneByteMoreEndsIt() {
    resident = BOUND;
    watch.look();
    assertThat(outgrown).isZero();
    resident = BOUND + 1;
    watch.look();
    assertThat(outgrown).isEqualTo(1);
  }

  @Test
  void theEndIsToldOnce() {
    resident = BOUND + 1;
    watch.look();
    watch.look();
    assertThat(outgrown).isEqualTo(1);
  }

  @Test
  void memoryThatIsFreeIsGivenBackInsteadOfEnding() {
    resident = BOUND + 1;
    freedByTrim = 300;
    watch.look();
    assertThat(trims).isEqualTo(1);
    assertThat(outgrown).isZero();
  }

  @Test
  void aSlaveThatRestsGivesBackOnce() {
    rested = true;
    for (int i = 0; i < 10; i++) {
      watch.look();
    }
    assertThat(trims).isEqualTo(1);
  }

  @Test
  void aBusySlaveThatHoldsMuchGivesBackNowAndThen() {
    resident = 800;
    for (int i = 0; i < 22; i++) {
      watch.look();
    }
    assertThat(trims).isEqualTo(2);
  }

  @Test
  void aBusySlaveThatHoldsLittleKeepsIt() {
    for (int i = 0; i < 22; i++) {
      watch.look();
    }
    assertThat(trims).isZero();
  }

  @Test
  void aFaultWhileMemoryIsGivenBackDoesNotEndTheWatch() {
    trimFails = true;
    resident = BOUND + 1;
    watch.look();
    assertThat(outgrown).isEqualTo(1);
  }

  private void trim() {
    trims++;
    if (trimFails) {
      throw new IllegalStateException("a fault of an analysis");
    }
    resident -= freedByTrim;
  }
}
