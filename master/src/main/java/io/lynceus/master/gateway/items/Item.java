package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What a connection has brought, as far as the one who answers has to know it. */
public sealed interface Item {

  /**
   * An image, whole as far as its frame tells.
   *
   * @param file its bytes, from position to limit; they are taken from the {@link ByteBudget}
   */
  record Image(Ask ask, ByteBuffer file) implements Item {}

  /**
   * Something that gets a refusal.
   *
   * @param counted whether it stands in an image's place, and so has a number of its own
   */
  record Refused(Optional<String> name, Rejection rejection, boolean counted) implements Item {}

  /** A command that has to be carried out by the one who answers. */
  record PlainCommand(Command.Word word) implements Item {}

  /**
   * A slave is to be given no more units, or units again.
   *
   * @param slave its name
   */
  record Drain(String slave, boolean draining) implements Item {}

  /** Nothing that follows can be made sense of, or is let in. */
  record End() implements Item {}

  /** A refusal in place of an image. */
  static Refused refused(Optional<String> name, RejectionCode code, String message) {
    return new Refused(name, new Rejection(code, message), true);
  }

  /** A refusal of a command line. */
  static Refused refusedLine(RejectionCode code, String message) {
    return new Refused(Optional.empty(), new Rejection(code, message), false);
  }
}
