package io.lynceus.slave.work;

import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.slave.work.UnitService.Reporter;

/** An attempt outside this process, whose thread waits for it. */
final class ConfinedAttempt extends UnitAttempt {
  private final Confinement.Cell cell;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  ConfinedAttempt(
      AssignUnit order,
      HeldImage image,
      Confinement confinement,
      Reporter reporter,
      Runnable onEnd) {
    super(order, image, reporter, onEnd);
    cell = confinement.cell(order, image.header(), reporter);
  }

  @Override
  void perform() throws InterruptedException {
    if (isCancelled()) {
      fail(FailureReason.REFUSED, "cancelled");
    } else {
      cell.run(image.file());
    }
  }

  @Override
  void cancel() {
    super.cancel();
    cell.cancel();
  }
}
