package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.framing.PartHead;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;

/** The head of a frame of a multipart stream, and what follows it if that is no image. */
final class Part implements Stage {
  private final ParserContext context;
  private final Stage boundary;
  private final PartHead head = new PartHead();

  Part(ParserContext context, Stage boundary) {
    this.context = context;
    this.boundary = boundary;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    while (pending.hasRemaining()) {
      int lineFeed = ItemStart.lineFeedAfterText(pending);
      if (lineFeed == ItemStart.TEXT_SO_FAR && pending.remaining() < ItemStart.MAX_LINE) {
        return Step.to(this);
      }
      if (lineFeed < 0) {
        return Step.to(boundary);
      }
      ByteBuffer rest = pending.duplicate();
      String line = CommandLine.take(rest, lineFeed);
      if (!line.isEmpty() && !head.add(line)) {
        return Step.to(boundary);
      }
      pending.position(rest.position());
      if (line.isEmpty()) {
        return body();
      }
    }
    return Step.to(this);
  }

  private Step body() {
    if (head.failure().isPresent()) {
      return refuse("the camera answered with HTTP status " + head.failure().getAsInt());
    }
    if (head.isChunked()) {
      return refuse("HTTP has cut these bytes into chunks: ask the camera by HTTP/1.0");
    }
    if (!head.isForeign()) {
      return Step.to(boundary);
    }
    long bytes = head.length().orElse(0);
    return bytes > 0
        ? Step.to(new Skipping(bytes, boundary, new Item.PassedOver(bytes)))
        : Step.to(Searching.behindImage(context, boundary));
  }

  private Step refuse(String message) {
    return Step.to(
        ENDED, Item.refused(context.defaults().name(), RejectionCode.UNSUPPORTED_FORMAT, message));
  }

  /** A delimiter after the last frame announces nothing. */
  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    return Step.to(boundary);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.POSSIBLY_MORE;
  }
}
