package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.master.gateway.items.framing.FileBox;
import io.lynceus.master.gateway.items.framing.PartHead;
import io.lynceus.master.gateway.items.line.HttpRequestLine;
import io.lynceus.master.gateway.items.line.TextStart;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Between items: skips padding and recognises the next item. */
final class ItemBoundary implements Stage {
  /** No known format starts with more zeros than this; archives end in thousands. */
  private static final int ZEROS_OF_A_FORMAT = 3;

  /** After this many refused lines in a row, the client must be speaking another protocol. */
  private static final int MAX_REFUSED_LINES = 16;

  /** The same, before an image was taken or a command carried out. */
  private static final int MAX_REFUSED_LINES_OF_STRANGERS = 2;

  private final ParserContext context;
  private final CommandLine commands;
  private int refusedLines;

  /** Whether any bytes have come. */
  private boolean received;

  /** Whether anything but padding and the heads of parts has come. */
  private boolean started;

  /** Whether the latest item was an image, or held some: its maker's bytes may follow. */
  private boolean behindImage;

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
    if (skipPadding(pending) || !pending.hasRemaining()) {
      return Step.to(this); // text may start here
    }
    ItemStart start = ItemStart.of(pending);
    if (start instanceof ItemStart.Padding) {
      pending.get();
      return Step.to(this);
    } else if (start instanceof ItemStart.DoubledStart doubled) {
      pending.position(pending.position() + doubled.bytes());
      return Step.to(this);
    } else if (start instanceof ItemStart.Part) {
      return Step.to(new Part(context, this));
    } else if (start instanceof ItemStart.Unclear) {
      return Step.to(this);
    }
    started = true;
    TarBlock.Match http = http(start, pending);
    if (http == TarBlock.Match.PERHAPS) {
      return Step.to(this);
    } else if (http == TarBlock.Match.YES) {
      return Step.to(ENDED, new Item.HttpRequest(HttpRequestLine.isVersion2(pending)));
    }
    if (start instanceof ItemStart.Line && context.source == Source.CONNECTION) {
      behindImage = false;
      return line(pending);
    }
    Step step = enter(start, pending);
    behindImage = true;
    return step;
  }

  /** The first line of a request may be too long for a line, or hold bytes that are no text. */
  private TarBlock.Match http(ItemStart start, ByteBuffer pending) {
    boolean possible =
        start instanceof ItemStart.Line
            || (start instanceof ItemStart.Nothing nothing && nothing.known().isEmpty());
    return possible && context.source == Source.CONNECTION
        ? HttpRequestLine.starts(pending, ItemStart.MAX_LINE, CommandParser.NAMES)
        : TarBlock.Match.NO;
  }

  private Step enter(ItemStart start, ByteBuffer pending) {
    refusedLines = 0;
    if (start instanceof ItemStart.Image image) {
      return Step.to(new UnsizedImage(context, image.format(), this));
    } else if (start instanceof ItemStart.TarHeader) {
      return context.source == Source.FILE
          ? nothing(pending, noItem(FirstBytes.notOneImage("a tar archive")))
          : Step.to(new Archive(context.used(), this));
    } else if (start instanceof ItemStart.Wrapped wrapped) {
      if (wrapped.kind() == FirstBytes.Container.AVI) {
        return Step.to(new AviVideo(context.used(), this));
      }
      if (context.source != Source.CONNECTION) {
        return nothing(pending, noItem(wrapped.kind().refusal()));
      }
      return Step.to(
          wrapped.kind() == FirstBytes.Container.ZIP
              ? new ZipArchive(context.used(), this)
              : new GzipData(context.used(), this));
    }
    return nothing(
        pending,
        start instanceof ItemStart.Nothing nothing ? nothing : ItemStart.Nothing.unknown());
  }

  private static ItemStart.Nothing noItem(RefusedImageException refusal) {
    return new ItemStart.Nothing(Optional.empty(), refusal.getMessage());
  }

  /**
   * Bytes behind an image that are no file are its maker's, or the rest of an older frame: they are
   * passed over. Anything else gets a refusal. After a file the search for items goes on behind it
   * if its end can be found, else anywhere, but not in compressed bytes, where it would find some
   * by chance.
   */
  private Step nothing(ByteBuffer pending, ItemStart.Nothing nothing) {
    boolean file = nothing.is(FirstBytes.Kind.FILE) || nothing.is(FirstBytes.Kind.PACKED);
    boolean passedOver = behindImage && (!file || context.source == Source.FILE);
    Stage next;
    if (nothing.known().isPresent() && FileBox.startsFile(pending)) {
      next = new Boxes(this, passedOver);
    } else if (passedOver) {
      next = Searching.behindImage(context, this);
    } else if (nothing.is(FirstBytes.Kind.PACKED) || context.source == Source.FILE) {
      next = ENDED;
    } else {
      pending.get();
      next = new Searching(context, this);
    }
    return passedOver
        ? Step.to(next)
        : Step.to(
            next,
            Item.refused(
                context.defaults().name(),
                RejectionCode.UNSUPPORTED_FORMAT,
                context.source == Source.FILE && nothing.known().isEmpty()
                    ? FirstBytes.UNKNOWN
                    : nothing.message()));
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
              "there is no image in these bytes: send JPEG, PNG, WebP or BMP"));
    }
    if (expectation == Expectation.NOTHING) {
      return Step.to(this);
    }
    if (ItemStart.of(pending) instanceof ItemStart.Nothing nothing) {
      String line = StandardCharsets.ISO_8859_1.decode(pending.duplicate()).toString();
      return HttpRequestLine.is(line, CommandParser.NAMES)
          ? Step.to(ENDED, new Item.HttpRequest(HttpRequestLine.isVersion2(line)))
          : nothing(pending, nothing);
    }
    byte[] rest = new byte[pending.remaining()];
    boolean line = context.source == Source.CONNECTION && ItemStart.isUnfinishedLine(pending);
    boolean image = FirstBytes.of(pending) instanceof FirstBytes.MoreNeeded && rest.length > 1;
    pending.get(rest);
    if (PartHead.isFirst(CommandLine.text(rest))) {
      return Step.to(this); // the end of a multipart stream
    }
    if (line && !(behindImage && !CommandParser.isCommand(CommandLine.text(rest)))) {
      return carryOut(CommandLine.text(rest));
    }
    if (behindImage && !image) {
      return Step.to(this, new Item.PassedOver(rest.length));
    }
    return Step.to(this, context.cutOff());
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
    return counted(
        Step.to(
            new Searching(context, this),
            Item.refusedLine(
                RejectionCode.BAD_COMMAND,
                "a command line may have at most " + ItemStart.MAX_LINE + " bytes")));
  }

  private Step carryOut(String line) {
    return counted(commands.carryOut(line));
  }

  /** Ends the connection after too many refused lines. Refused images do not count. */
  private Step counted(Step step) {
    if (step.item() instanceof Item.WrongToken guess) {
      refusedLines++;
      return mayGoOn(guess.refusal()) ? step : Step.to(ENDED, guess);
    } else if (step.item() instanceof Item.Refused refused) {
      refusedLines++;
      return mayGoOn(refused) ? step : Step.to(ENDED, last(refused, isOfStranger(refused)));
    }
    refusedLines = 0;
    context.used();
    return step;
  }

  private boolean mayGoOn(Item.Refused refused) {
    return refusedLines
        < (isOfStranger(refused) ? MAX_REFUSED_LINES_OF_STRANGERS : MAX_REFUSED_LINES);
  }

  private boolean isOfStranger(Item.Refused refused) {
    return !context.isUsed() && !refused.counted();
  }

  private static Item last(Item.Refused refused, boolean stranger) {
    return stranger
        ? Item.refusedLine(
            refused.rejection().code(),
            refused.rejection().message()
                + "; this was the second such line and nothing else had come: the connection ends")
        : refused;
  }

  /**
   * Skips bytes that no format can start with. Returns whether there were any. Only for speed:
   * {@link ItemStart} skips them too.
   */
  private static boolean skipPadding(ByteBuffer pending) {
    int start = pending.position();
    int at = start;
    while (at < pending.limit() && isCertainlyPadding(pending, at)) {
      at++;
    }
    pending.position(at);
    return at > start;
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
