package io.lynceus.master.gateway;

import io.lynceus.protocol.reply.Reply.RejectionCode;
import java.nio.ByteBuffer;

/** Passes over padding and recognises the next item. */
final class BetweenItems implements Stage {
  /** No known format begins with more zeros than this; archives end in thousands. */
  private static final int ZEROS_OF_A_FORMAT = 3;

  private final Reception reception;
  private final CommandLine commands;

  BetweenItems(Reception reception) {
    this.reception = reception;
    this.commands = new CommandLine(reception, this);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    passZeros(pending);
    if (!pending.hasRemaining()) {
      return Step.to(this);
    }
    ItemStart start = ItemStart.of(pending);
    if (start instanceof ItemStart.Image image) {
      return Step.to(new UnsizedImage(reception, image.format(), this));
    }
    if (start instanceof ItemStart.TarHeader) {
      return Step.to(new Archive(reception, this));
    }
    if (start instanceof ItemStart.Line) {
      return line(pending);
    }
    if (start instanceof ItemStart.Nothing nothing) {
      pending.get();
      return Step.to(
          new Searching(reception, this),
          Item.refused(
              reception.defaults().name(), RejectionCode.UNSUPPORTED_FORMAT, nothing.message()));
    }
    if (start instanceof ItemStart.Padding) {
      pending.get();
    }
    return Step.to(this);
  }

  /** A last line may lack its line feed; nothing else is whole. */
  @Override
  public Step cutOff(ByteBuffer pending) {
    if (expectation(pending) == Expectation.NOTHING) {
      return Step.to(this);
    }
    byte[] rest = new byte[pending.remaining()];
    boolean text = ItemStart.isUnfinishedLine(pending);
    pending.get(rest);
    return text
        ? commands.carryOut(CommandLine.text(rest))
        : Step.to(this, new Item.Refused(reception.defaults().name(), Refusals.CUT_OFF, true));
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    for (int i = pending.position(); i < pending.limit(); i++) {
      if (!ItemStart.isPadding(pending.get(i))) {
        return Expectation.REST;
      }
    }
    return Expectation.NOTHING;
  }

  private Step line(ByteBuffer pending) {
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      return commands.carryOut(CommandLine.take(pending, lineFeed));
    }
    pending.position(pending.position() + ItemStart.MAX_LINE);
    return Step.to(
        new Searching(reception, this),
        Item.refusedLine(
            RejectionCode.BAD_COMMAND,
            "a command line has at most " + ItemStart.MAX_LINE + " bytes"));
  }

  private static void passZeros(ByteBuffer pending) {
    int at = pending.position();
    int zeros = 0;
    while (at + zeros < pending.limit() && pending.get(at + zeros) == 0) {
      zeros++;
    }
    pending.position(at + Math.max(0, zeros - ZEROS_OF_A_FORMAT));
  }
}
