package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One thing that a client has sent and that needs a reply or an action. Commands that do not change
 * how the following bytes are read are items themselves.
 */
public sealed interface Item
    permits Item.Image,
        Item.Refused,
        Item.PassedOver,
        Item.RightToken,
        Item.WrongToken,
        Item.HttpRequest,
        Item.End,
        Command.Plain,
        Command.AskStatus,
        Command.Drain,
        Command.AskQuarantine,
        Command.ClearQuarantine {

  /**
   * A whole image whose header is accepted.
   *
   * @param file its bytes, from position to limit; they are taken from the {@link ByteBudget}
   * @param sha256 of the file, in hexadecimal digits
   */
  record Image(Ask ask, ImageHeader header, ByteBuffer file, String sha256) implements Item {}

  /**
   * Something that is refused.
   *
   * @param id that the client gave the image
   * @param counted whether it takes the place of an image, and so gets a {@code seq} of its own
   */
  record Refused(Optional<String> name, Optional<String> id, Rejection rejection, boolean counted)
      implements Item {}

  /**
   * Bytes behind an image that begin no item, such as those of a camera's maker. They get no reply.
   *
   * @param bytes at least 1; bytes that are padding count if others precede them
   */
  record PassedOver(long bytes) implements Item {}

  /** A token that the port asks for. It gets no reply. */
  record RightToken() implements Item {}

  /**
   * A token that was guessed, whose refusal comes late.
   *
   * @param refusal what to answer then
   */
  record WrongToken(Refused refusal) implements Item {}

  /** The first line of an HTTP request, which belongs to another port. */
  record HttpRequest(boolean version2) implements Item {}

  /** The end: the client's bytes make no sense any more, or it is not authorized. */
  record End() implements Item {}

  /** A refusal of an image. */
  static Refused refused(Ask ask, Rejection rejection) {
    return new Refused(ask.name(), ask.id(), rejection, true);
  }

  /** A refusal that takes the place of an image without an id. */
  static Refused refused(Optional<String> name, Rejection rejection) {
    return new Refused(name, Optional.empty(), rejection, true);
  }

  /** A refusal that takes the place of an image without an id. */
  static Refused refused(Optional<String> name, RejectionCode code, String message) {
    return refused(name, new Rejection(code, message));
  }

  /** A refusal of a command line. */
  static Refused refusedLine(RejectionCode code, String message) {
    return new Refused(Optional.empty(), Optional.empty(), new Rejection(code, message), false);
  }
}
