package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.Ask;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the parser is in the bytes of a connection: between items, in an image, in an archive.
 *
 * <p>The methods get the bytes that are not consumed yet. A stage consumes bytes by moving their
 * position; it gets the rest again, together with the bytes that follow. Used by one thread.
 */
interface Stage {

  /** After the last item: the bytes that follow are not read. */
  Stage ENDED =
      new Stage() {
        @Override
        public Step advance(ByteBuffer pending) {
          return Step.to(this, new Item.End());
        }

        @Override
        public Step cutOff(ByteBuffer pending) {
          return Step.to(this);
        }

        @Override
        public Expectation expectation(ByteBuffer pending) {
          return Expectation.NOTHING;
        }
      };

  /** Takes one step. A step that consumes nothing, has no item and stays here waits for bytes. */
  Step advance(ByteBuffer pending);

  /** Ends the item with the bytes that are there: no more come, or none have come for too long. */
  Step cutOff(ByteBuffer pending);

  /** What the client still has to send at this point: as a rule, the rest of something. */
  default Expectation expectation(ByteBuffer pending) {
    return Expectation.REST;
  }

  /** What the client asks of the image that is arriving; empty between images, and in archives. */
  default Optional<Ask> arriving() {
    return Optional.empty();
  }

  /** Releases the memory that the stage holds: the connection is closed. */
  default void close() {}

  /**
   * The result of a step.
   *
   * @param returned bytes consumed earlier that must be read again, before the pending ones
   * @param reread how many of them count as re-read; unlike the size of {@code returned}, this does
   *     not depend on the pieces in which the bytes came
   */
  record Step(Stage next, @Nullable Item item, @Nullable ByteBuffer returned, int reread) {

    static Step to(Stage next) {
      return to(next, null);
    }

    static Step to(Stage next, @Nullable Item item) {
      return new Step(next, item, null, 0);
    }

    Step returning(ByteBuffer bytes, int reread) {
      return new Step(next, item, bytes, reread);
    }
  }
}
