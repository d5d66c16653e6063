package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageHeader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** One thing that a client has sent and that needs a reply or an action. */
public sealed interface Item {

  /**
   * A whole image whose header is accepted.
   *
   * @param file its bytes, from position to limit; they are taken from the {@link ByteBudget}
   */
  record Image(Ask ask, ImageHeader header, ByteBuffer file) implements Item {}

  /**
   * Something that is refused.
   *
   * @param counted whether it takes the place of an image, and so gets a {@code seq} of its own
   */
  record Refused(Optional<String> name, Rejection rejection, boolean counted) implements Item {}

  /** A command without arguments. */
  record PlainCommand(Command.Word word) implements Item {}

  /**
   * Asks for the state of the cluster.
   *
   * @param target the wait that the estimate aims at, if the client names one
   */
  record AskStatus(Optional<Duration> target) implements Item {}

  /**
   * A slave gets no more units, or units again.
   *
   * @param slave its name
   */
  record Drain(String slave, boolean draining) implements Item {}

  /** The end: the client's bytes make no sense any more, or it is not authorized. */
  record End() implements Item {}

  /** A refusal that takes the place of an image. */
  static Refused refused(Optional<String> name, RejectionCode code, String message) {
    return new Refused(name, new Rejection(code, message), true);
  }

  /** A refusal of a command line. */
  static Refused refusedLine(RejectionCode code, String message) {
    return new Refused(Optional.empty(), new Rejection(code, message), false);
  }
}
