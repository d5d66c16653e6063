package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.master.gateway.items.framing.FileBox;
import io.lynceus.master.gateway.items.line.HttpRequestLine;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.FirstBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * After bad bytes, and behind an image: looks for the start of the next item, among as many bytes
 * as an image may have. An archive is recognised by its mark, which comes after its start. A
 * command counts only at the start of a line and if its name exists.
 *
 * <p>Behind an image, the head of a part and a recording count too, so that the search does not
 * look into them.
 */
final class Searching implements Stage {
  private static final int LONGEST_COMMAND = "QUARANTINE".length();

  /** A client that has sent nothing of use may speak HTTP: no line behind that counts. */
  private static final List<String> NAMES_OF_STRANGERS =
      Stream.of(CommandParser.NAMES, HttpRequestLine.METHODS).flatMap(List::stream).toList();

  private final ParserContext context;
  private final Stage boundary;

  /** Whether the bytes are passed over: they have not been refused. */
  private final boolean counted;

  /** What a line may start with. */
  private final List<String> names;

  /** Whether an archive may start here: one in a file of an archive is no item. */
  private final boolean takesArchives;

  private long searched;

  /** How many of the searched bytes have been told. */
  private long told;

  /** Bytes that were searched but are kept: an archive's header may start in them. */
  private int kept;

  private boolean lineStart;

  /** After bytes that have been refused. */
  Searching(ParserContext context, Stage boundary) {
    this(context, boundary, false);
  }

  private Searching(ParserContext context, Stage boundary, boolean counted) {
    this.context = context;
    this.boundary = boundary;
    this.counted = counted;
    this.takesArchives = context.source != Source.FILE;
    this.names = context.isUsed() ? CommandParser.NAMES : NAMES_OF_STRANGERS;
  }

  /** Behind an image. The first byte starts no item. */
  static Searching behindImage(ParserContext context, Stage boundary) {
    return new Searching(context, boundary, true);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    ByteBuffer here = pending.duplicate().position(pending.position() + kept);
    while (here.hasRemaining()) {
      TarBlock.Match start = counted && searched == 0 ? TarBlock.Match.NO : startAt(here);
      if (start == TarBlock.Match.YES) {
        return found(pending, here.position());
      }
      TarBlock.Match mark = takesArchives ? TarBlock.markAt(here) : TarBlock.Match.NO;
      if (mark == TarBlock.Match.YES && isHeaderBefore(here, pending)) {
        searched -= TarBlock.MARK_AT;
        return found(pending, here.position() - TarBlock.MARK_AT);
      }
      if (start == TarBlock.Match.PERHAPS || mark == TarBlock.Match.PERHAPS) {
        break;
      }
      lineStart = here.get() == '\n';
      if (++searched > context.limits.bytes()) {
        return tooFar();
      }
    }
    pending.position(Math.max(pending.position(), here.position() - TarBlock.MARK_AT));
    kept = here.position() - pending.position();
    return Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    searched += pending.remaining() - kept;
    pending.position(pending.limit());
    kept = 0;
    return Step.to(this, passedOver());
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    boolean untold = counted && searched + pending.remaining() - kept > told;
    return untold ? Expectation.POSSIBLY_MORE : Expectation.NOTHING;
  }

  /** A recording is skipped even among bytes that have been refused. */
  private Step found(ByteBuffer pending, int at) {
    pending.position(at);
    boolean skip = !counted && FileBox.startsFile(pending);
    return Step.to(
        skip ? new Boxes(new Searching(context, boundary), false) : boundary, passedOver());
  }

  private Step tooFar() {
    if (!counted) {
      return Step.to(ENDED);
    }
    Item refusal =
        Item.refused(
            context.defaults().name(),
            RejectionCode.UNSUPPORTED_FORMAT,
            "no image follows within "
                + context.limits.bytes()
                + " bytes (limits.image-bytes) behind the last one: send the next on another"
                + " connection");
    return Step.to(new Skipping(0, ENDED, refusal), passedOver());
  }

  private @Nullable Item passedOver() {
    long untold = searched - told;
    told = searched;
    return counted && untold > 0 ? new Item.PassedOver(untold) : null;
  }

  private static boolean isHeaderBefore(ByteBuffer mark, ByteBuffer pending) {
    int start = mark.position() - TarBlock.MARK_AT;
    return start >= pending.position()
        && TarBlock.looksLikeHeader(pending.duplicate().position(start)) == TarBlock.Match.YES;
  }

  private TarBlock.Match startAt(ByteBuffer here) {
    if (mayBeImage(here)) {
      FirstBytes image = FirstBytes.of(here);
      if (image instanceof FirstBytes.Image || isVideo(here, image)) {
        return TarBlock.Match.YES;
      }
      if (image instanceof FirstBytes.MoreNeeded) {
        return TarBlock.Match.PERHAPS;
      }
    }
    if (!lineStart) {
      return TarBlock.Match.NO;
    }
    TarBlock.Match part = counted ? partAt(here) : TarBlock.Match.NO;
    return part == TarBlock.Match.NO && context.source == Source.CONNECTION
        ? commandAt(here)
        : part;
  }

  private static boolean isVideo(ByteBuffer here, FirstBytes first) {
    return first == FirstBytes.Container.AVI
        || (first instanceof FirstBytes.NotAccepted known
            && known.kind() == FirstBytes.Kind.RECORDING
            && FileBox.startsFile(here));
  }

  private static TarBlock.Match partAt(ByteBuffer here) {
    if (here.get(here.position()) != '-') {
      return TarBlock.Match.NO;
    }
    if (here.remaining() < 2) {
      return TarBlock.Match.PERHAPS;
    }
    return here.get(here.position() + 1) == '-' ? TarBlock.Match.YES : TarBlock.Match.NO;
  }

  /** A fast check of two bytes of each format, because it runs for every byte. */
  private static boolean mayBeImage(ByteBuffer here) {
    return switch (here.get(here.position())) {
      case (byte) 0xff -> isOrMayBe(here, 1, 0xd8);
      case (byte) 0x89 -> isOrMayBe(here, 1, 'P') && isOrMayBe(here, 3, 'G');
      case 'R' -> (isOrMayBe(here, 8, 'W') && isOrMayBe(here, 9, 'E')) || isOrMayBe(here, 8, 'A');
      case 0 -> isOrMayBe(here, 4, 'f') && isOrMayBe(here, 5, 't');
      case 'B' -> isOrMayBe(here, 1, 'M') && isOrMayBe(here, 17, 0);
      default -> false;
    };
  }

  private static boolean isOrMayBe(ByteBuffer here, int offset, int value) {
    return offset >= here.remaining() || here.get(here.position() + offset) == (byte) value;
  }

  private TarBlock.Match commandAt(ByteBuffer here) {
    StringBuilder word = new StringBuilder();
    for (int i = here.position(); i < here.limit(); i++) {
      char c = (char) (here.get(i) & 0xff);
      if (c == ' ' || c == '\r' || c == '\n') {
        return names.contains(word.toString()) ? TarBlock.Match.YES : TarBlock.Match.NO;
      }
      word.append(c);
      if (word.length() > LONGEST_COMMAND) {
        return TarBlock.Match.NO;
      }
    }
    String prefix = word.toString();
    return names.stream().anyMatch(name -> name.startsWith(prefix))
        ? TarBlock.Match.PERHAPS
        : TarBlock.Match.NO;
  }
}
