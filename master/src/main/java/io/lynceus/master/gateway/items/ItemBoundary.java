package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.Reply.RejectionCode;
import java.nio.ByteBuffer;

/** Between items: skips padding and recognises the next item. */
final class ItemBoundary implements Stage {
  /** No known format starts with more zeros than this; archives end in thousands. */
  private static final int ZEROS_OF_A_FORMAT = 3;

  /** After this many refused lines in a row, the client must be speaking another protocol. */
  private static final int MAX_REFUSED_LINES = 16;

  private final ParserContext context;
  private final CommandLine commands;
  private int refusedLines;

  /** Whether any bytes have come. */
  private boolean received;

  /** Whether anything but padding has come. */
  private boolean started;

  ItemBoundary(ParserContext context) {
    this.context = context;
    this.commands = new CommandLine(context, this);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    received |= pending.hasRemaining();
    TextStart text = TextStart.of(pending);
    if (text == TextStart.UNCLEAR) {
      return Step.to(this);
    } else if (text != TextStart.NONE) {
      pending.position(pending.position() + text.markBytes());
      started |= text.isUtf16();
      return Step.to(text.isUtf16() ? new Utf16Line(text.charset(), this::carryOut) : this);
    }
    skipPadding(pending);
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
    started = true;
    if (start instanceof ItemStart.Line) {
      return line(pending);
    } else if (start instanceof ItemStart.Image image) {
      refusedLines = 0;
      return Step.to(new UnsizedImage(context, image.format(), this));
    } else if (start instanceof ItemStart.TarHeader) {
      refusedLines = 0;
      return Step.to(new Archive(context, this));
    } else if (start instanceof ItemStart.Nothing nothing) {
      pending.get();
      return Step.to(
          new Searching(context, this),
          Item.refused(
              context.defaults().name(), RejectionCode.UNSUPPORTED_FORMAT, nothing.message()));
    }
    return Step.to(this);
  }

  /**
   * The last line may lack its line feed; anything else is incomplete. A connection that has sent
   * only padding gets one refusal, because its user has sent something and waits for a line.
   */
  @Override
  public Step cutOff(ByteBuffer pending) {
    Expectation expectation = expectation(pending);
    started = true;
    if (expectation == Expectation.POSSIBLY_MORE) {
      pending.position(pending.limit());
      return Step.to(
          this,
          Item.refused(
              context.defaults().name(),
              RejectionCode.UNSUPPORTED_FORMAT,
              "these bytes are only padding: send JPEG, PNG, WebP or BMP"));
    }
    if (expectation == Expectation.NOTHING) {
      return Step.to(this);
    }
    byte[] rest = new byte[pending.remaining()];
    boolean text = ItemStart.isUnfinishedLine(pending);
    pending.get(rest);
    return text
        ? commands.carryOut(CommandLine.text(rest))
        : Step.to(this, new Item.Refused(context.defaults().name(), Refusals.CUT_OFF, true));
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    for (int i = pending.position(); i < pending.limit(); i++) {
      if (!ItemStart.isPadding(pending.get(i))) {
        return Expectation.REST;
      }
    }
    return received && !started ? Expectation.POSSIBLY_MORE : Expectation.NOTHING;
  }

  private Step line(ByteBuffer pending) {
    int lineFeed = ItemStart.lineFeedAfterText(pending);
    if (lineFeed >= 0) {
      return carryOut(CommandLine.take(pending, lineFeed));
    }
    pending.position(pending.position() + ItemStart.MAX_LINE);
    return Step.to(
        new Searching(context, this),
        Item.refusedLine(
            RejectionCode.BAD_COMMAND,
            "a command line may have at most " + ItemStart.MAX_LINE + " bytes"));
  }

  private Step carryOut(String line) {
    Step step = commands.carryOut(line);
    refusedLines = step.item() instanceof Item.Refused ? refusedLines + 1 : 0;
    return refusedLines < MAX_REFUSED_LINES ? step : Step.to(ENDED, step.item());
  }

  /**
   * Skips bytes that no format can start with. Only for speed: {@link ItemStart} skips them too.
   */
  private static void skipPadding(ByteBuffer pending) {
    int at = pending.position();
    while (at < pending.limit() && isCertainlyPadding(pending, at)) {
      at++;
    }
    pending.position(at);
  }

  private static boolean isCertainlyPadding(ByteBuffer pending, int at) {
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
