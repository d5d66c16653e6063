package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.items.line.Argument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A parsed command line, not yet carried out. */
public sealed interface Command {

  /** What the client needs to be allowed; images are asked about when they are whole. */
  default Optional<Right> right() {
    return Optional.empty();
  }

  /** {@code AUTH token}. */
  record Authenticate(String token) implements Command {
    @Override
    public String toString() {
      return "Authenticate[hidden]";
    }
  }

  /** {@code SET key=value…}: for all later images. */
  record SetOptions(List<Argument> options) implements Command {}

  /**
   * {@code ANALYZE size=BYTES [key=value…]}: an image of exactly this many bytes follows.
   *
   * @param size at least 0
   */
  record Analyze(long size, List<Argument> options) implements Command {}

  /** {@code DRAIN name=SLAVE}, and {@code RESUME name=SLAVE}, which undoes it. */
  record Drain(String slave, boolean draining) implements Command, Item {
    @Override
    public Optional<Right> right() {
      return Optional.of(Right.DRAIN);
    }
  }

  /** {@code QUARANTINE}: what is in it. */
  record AskQuarantine() implements Command, Item {
    @Override
    public Optional<Right> right() {
      return Optional.of(Right.LOOK);
    }
  }

  /**
   * {@code QUARANTINE clear=HASH}, or {@code clear=all}.
   *
   * @param hash how the image's hash begins, in lower case; empty for all images
   */
  record ClearQuarantine(String hash) implements Command, Item {
    @Override
    public Optional<Right> right() {
      return Optional.of(Right.ADMINISTER);
    }
  }

  /**
   * {@code STATUS [wait=TIME]}.
   *
   * @param target the wait that the estimate aims at, if the client names one
   */
  record AskStatus(Optional<Duration> target) implements Command, Item {
    @Override
    public Optional<Right> right() {
      return Optional.of(Right.LOOK);
    }
  }

  /** A command without arguments. */
  record Plain(Word word) implements Command, Item {
    @Override
    public Optional<Right> right() {
      return word == Word.LABELS ? Optional.of(Right.LOOK) : Optional.empty();
    }
  }

  /** The commands without arguments. */
  enum Word {
    /** Keep the connection open. */
    STREAM,
    PING,
    HELP,
    /** What labels there are. */
    LABELS,
    /** What cameras there are. */
    CAMERAS,
    /** Send the replies that are due, then close. */
    QUIT
  }
}
