package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;

/** Passes over padding and recognises the next item. */
final class ItemBoundary implements Stage {
  /** No known format begins with more zeros than this; archives end in thousands. */
  private static final int ZEROS_OF_A_FORMAT = 3;

  /** So many refused lines in a row are no commands: the client speaks another language. */
  private static final int MAX_REFUSED_LINES = 16;

  private final ParserContext reception;
  private final CommandLine commands;
  private int refusedLines;

  /** Bytes have come. */
  private boolean heard;

  /** Something other than padding has come. */
  private boolean begun;

  ItemBoundary(ParserContext reception) {
    this.reception = reception;
    this.commands = new CommandLine(reception, this);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    heard |= pending.hasRemaining();
    passPadding(pending);
    if (!pending.hasRemaining()) {
      return Step.to(this);
    }
    ItemStart start = ItemStart.of(pending);
    if (start instanceof ItemStart.Padding) {
      pending.get();
      return Step.to(this);
    }
    if (start instanceof ItemStart.Unclear) {
      return Step.to(this);
    }
    begun = true;
    if (start instanceof ItemStart.Line) {
      return line(pending);
    } else if (start instanceof ItemStart.Image image) {
      refusedLines = 0;
      return Step.to(new UnsizedImage(reception, image.format(), this));
    } else if (start instanceof ItemStart.TarHeader) {
      refusedLines = 0;
      return Step.to(new Archive(reception, this));
    } else if (start instanceof ItemStart.Nothing nothing) {
      pending.get();
      return Step.to(
          new Searching(reception, this),
          Item.refused(
              reception.defaults().name(), RejectionCode.UNSUPPORTED_FORMAT, nothing.message()));
    }
    return Step.to(this);
  }

  /**
   * A last line may lack its line feed; nothing else is whole. A connection that has brought
   * nothing but padding is told so, once: its user has sent something and waits for a line.
   */
  @Override
  public Step cutOff(ByteBuffer pending) {
    Expectation expectation = expectation(pending);
    begun = true;
    if (expectation == Expectation.POSSIBLY_MORE) {
      pending.position(pending.limit());
      return Step.to(
          this,
          Item.refused(
              reception.defaults().name(),
              RejectionCode.UNSUPPORTED_FORMAT,
              "there is no image in these bytes, only padding: send JPEG, PNG, WebP or BMP"));
    }
    if (expectation == Expectation.NOTHING) {
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
    return heard && !begun ? Expectation.POSSIBLY_MORE : Expectation.NOTHING;
  }

  private Step line(ByteBuffer pending) {
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      Step step = commands.carryOut(CommandLine.take(pending, lineFeed));
      refusedLines = step.item() instanceof Item.Refused ? refusedLines + 1 : 0;
      return refusedLines < MAX_REFUSED_LINES ? step : Step.to(new Ended(), step.item());
    }
    pending.position(pending.position() + ItemStart.MAX_LINE);
    return Step.to(
        new Searching(reception, this),
        Item.refusedLine(
            RejectionCode.BAD_COMMAND,
            "a command line has at most " + ItemStart.MAX_LINE + " bytes"));
  }

  /** Passes over what cannot be the first byte of any format; this is the fast way only. */
  private static void passPadding(ByteBuffer pending) {
    int at = pending.position();
    while (at < pending.limit() && isPaddingForSure(pending, at)) {
      at++;
    }
    pending.position(at);
  }

  private static boolean isPaddingForSure(ByteBuffer pending, int at) {
    byte b = pending.get(at);
    int same = b == 0 ? ZEROS_OF_A_FORMAT : 1;
    if (b != 0 && b != (byte) 0xff) {
      return ItemStart.isPadding(b);
    }
    for (int i = 1; i <= same; i++) {
      if (at + i >= pending.limit() || pending.get(at + i) != b) {
        return false;
      }
    }
    return true;
  }
}
