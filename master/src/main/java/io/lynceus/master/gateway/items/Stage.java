package io.lynceus.master.gateway.items;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection is in its bytes: between items, in an image, in an archive, …
 *
 * <p>Both methods get the bytes that nobody has consumed yet. A stage consumes what it understands
 * by moving their position; what it leaves is shown again together with the bytes that follow. Used
 * by one thread.
 */
interface Stage {

  /** Goes one step on. A step that consumes nothing, brings nothing and stays waits for bytes. */
  Step advance(ByteBuffer pending);

  /** Makes the best of what is there: nothing more comes, or has come for long. */
  Step cutOff(ByteBuffer pending);

  /** What the client owes at this place. */
  Expectation expectation(ByteBuffer pending);

  /** Gives back what the stage holds: the connection is gone. */
  default void close() {}

  /**
   * What a step has led to.
   *
   * @param returned bytes consumed earlier that have to be read once more, before all pending ones
   * @param readAgain how many of them the stage is charged with; the same in whatever pieces the
   *     bytes came, which decide how many it has consumed
   */
  record Step(Stage next, @Nullable Item item, @Nullable ByteBuffer returned, int readAgain) {

    static Step to(Stage next) {
      return to(next, null);
    }

    static Step to(Stage next, @Nullable Item item) {
      return new Step(next, item, null, 0);
    }

    Step returning(ByteBuffer bytes, int readAgain) {
      return new Step(next, item, bytes, readAgain);
    }
  }
}
