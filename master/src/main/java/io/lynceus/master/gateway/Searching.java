package io.lynceus.master.gateway;

import io.lynceus.protocol.image.FirstBytes;
import java.nio.ByteBuffer;

/**
 * After bad bytes: looks for the next item's start, among as many bytes as an image may have. A
 * command counts only at a line's start, and only when there is one of that name.
 */
final class Searching implements Stage {
  private static final int LONGEST_COMMAND = "ANALYZE".length();

  private final Reception reception;
  private final Stage between;
  private long passed;
  private boolean lineStart;

  Searching(Reception reception, Stage between) {
    this.reception = reception;
    this.between = between;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    while (pending.hasRemaining()) {
      switch (startAt(pending)) {
        case YES -> {
          return Step.to(between);
        }
        case PERHAPS -> {
          return Step.to(this);
        }
        case NO -> lineStart = pending.get() == '\n';
      }
      if (++passed > reception.limits.bytes()) {
        return Step.to(new Ended());
      }
    }
    return Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    return Step.to(this);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.NOTHING;
  }

  private TarBlock.Match startAt(ByteBuffer pending) {
    byte first = pending.get(pending.position());
    if (first == (byte) 0xff || first == (byte) 0x89 || first == 'R' || first == 'B') {
      FirstBytes image = FirstBytes.of(pending);
      if (image instanceof FirstBytes.Image) {
        return TarBlock.Match.YES;
      }
      if (image instanceof FirstBytes.MoreNeeded) {
        return TarBlock.Match.PERHAPS;
      }
    }
    TarBlock.Match command = lineStart ? commandAt(pending) : TarBlock.Match.NO;
    return command == TarBlock.Match.NO ? TarBlock.looksLikeHeader(pending) : command;
  }

  private static TarBlock.Match commandAt(ByteBuffer pending) {
    StringBuilder word = new StringBuilder();
    for (int i = pending.position(); i < pending.limit(); i++) {
      char c = (char) (pending.get(i) & 0xff);
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
    String begun = word.toString();
    return CommandParser.NAMES.stream().anyMatch(name -> name.startsWith(begun))
        ? TarBlock.Match.PERHAPS
        : TarBlock.Match.NO;
  }
}
