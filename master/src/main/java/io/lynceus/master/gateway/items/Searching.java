package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.image.FirstBytes;
import java.nio.ByteBuffer;

/**
 * After bad bytes: looks for the start of the next item, among as many bytes as an image may have.
 * An archive is recognised by its mark, which comes after its start. A command counts only at the
 * start of a line and if its name exists.
 */
final class Searching implements Stage {
  private static final int LONGEST_COMMAND = "ANALYZE".length();

  private final ParserContext context;
  private final Stage boundary;
  private long searched;

  /** Bytes that were searched but are kept: an archive's header may start in them. */
  private int kept;

  private boolean lineStart;

  Searching(ParserContext context, Stage boundary) {
    this.context = context;
    this.boundary = boundary;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    ByteBuffer here = pending.duplicate().position(pending.position() + kept);
    while (here.hasRemaining()) {
      TarBlock.Match start = startAt(here);
      if (start == TarBlock.Match.YES) {
        pending.position(here.position());
        return Step.to(boundary);
      }
      TarBlock.Match mark = TarBlock.markAt(here);
      if (mark == TarBlock.Match.YES && isHeaderBefore(here, pending)) {
        pending.position(here.position() - TarBlock.MARK_AT);
        return Step.to(boundary);
      }
      if (start == TarBlock.Match.PERHAPS || mark == TarBlock.Match.PERHAPS) {
        break;
      }
      lineStart = here.get() == '\n';
      if (++searched > context.limits.bytes()) {
        return Step.to(ENDED);
      }
    }
    pending.position(Math.max(pending.position(), here.position() - TarBlock.MARK_AT));
    kept = here.position() - pending.position();
    return Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    kept = 0;
    return Step.to(this);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.NOTHING;
  }

  private static boolean isHeaderBefore(ByteBuffer mark, ByteBuffer pending) {
    int start = mark.position() - TarBlock.MARK_AT;
    return start >= pending.position()
        && TarBlock.looksLikeHeader(pending.duplicate().position(start)) == TarBlock.Match.YES;
  }

  private TarBlock.Match startAt(ByteBuffer here) {
    if (mayBeImage(here)) {
      FirstBytes image = FirstBytes.of(here);
      if (image instanceof FirstBytes.Image) {
        return TarBlock.Match.YES;
      }
      if (image instanceof FirstBytes.MoreNeeded) {
        return TarBlock.Match.PERHAPS;
      }
    }
    return lineStart ? commandAt(here) : TarBlock.Match.NO;
  }

  /** A fast check of two bytes of each format, because it runs for every byte. */
  private static boolean mayBeImage(ByteBuffer here) {
    return switch (here.get(here.position())) {
      case (byte) 0xff -> isOrMayBe(here, 1, 0xd8);
      case (byte) 0x89 -> isOrMayBe(here, 1, 'P') && isOrMayBe(here, 3, 'G');
      case 'R' -> isOrMayBe(here, 8, 'W');
      case 'B' -> isOrMayBe(here, 1, 'M') && isOrMayBe(here, 17, 0);
      default -> false;
    };
  }

  private static boolean isOrMayBe(ByteBuffer here, int offset, int value) {
    return offset >= here.remaining() || here.get(here.position() + offset) == (byte) value;
  }

  private static TarBlock.Match commandAt(ByteBuffer here) {
    StringBuilder word = new StringBuilder();
    for (int i = here.position(); i < here.limit(); i++) {
      char c = (char) (here.get(i) & 0xff);
      if (c == ' ' || c == '\r' || c == '\n') {
        return CommandParser.NAMES.contains(word.toString())
            ? TarBlock.Match.YES
            : TarBlock.Match.NO;
      }
      word.append(c);
      if (word.length() > LONGEST_COMMAND) {
        return TarBlock.Match.NO;
      }
    }
    String prefix = word.toString();
    return CommandParser.NAMES.stream().anyMatch(name -> name.startsWith(prefix))
        ? TarBlock.Match.PERHAPS
        : TarBlock.Match.NO;
  }
}
