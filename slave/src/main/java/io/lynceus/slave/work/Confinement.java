package io.lynceus.slave.work;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.slave.work.UnitService.Reporter;
import java.nio.ByteBuffer;

/** Runs units that slaves have died of where they cannot kill this process. */
public interface Confinement {
  /** Refuses every unit. */
  Confinement NONE =
      (order, header, reporter) ->
          new Cell() {
            @Override
            public void run(ByteBuffer file) {
              reporter.report(
                  new UnitFailed(
                      order.attempt(), FailureReason.REFUSED, "this process confines nothing"));
            }

            @Override
            public void cancel() {}
          };

  /**
   * A place for one unit.
   *
   * @param header of the unit's image
   * @param reporter told of the start, if there is one, and once of the end
   */
  Cell cell(AssignUnit order, ImageHeader header, Reporter reporter);

  /** Where one unit runs. */
  interface Cell {
    /**
     * Runs the unit and reports its end. Blocks until then.
     *
     * @param file the image, from position to limit
     */
    void run(ByteBuffer file) throws InterruptedException;

    /** Ends what runs, or will run. Callable by any thread; returns at once. */
    void cancel();
  }
}
