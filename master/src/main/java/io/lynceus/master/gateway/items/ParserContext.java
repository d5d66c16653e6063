package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.TokenHash;
import io.lynceus.master.gateway.items.archive.Unpacked;
import io.lynceus.master.gateway.items.archive.UnpackingLimits;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the stages of one connection share: limits, memory, rights, options. Used by one thread. */
public final class ParserContext {
  final ImageLimits limits;
  final ByteBudget budget;
  final AccessToken token;
  final AskParser parser;

  /** Whose bytes are read. */
  final Source source;

  /** How much the connection has unpacked. */
  final Unpacked unpacked;

  private Grant grant;
  private @Nullable TokenHash shown;
  private int tokensSeen;
  private boolean guessed;
  private boolean used;
  private Ask defaults = Ask.DEFAULT;

  /** Whose bytes are read, which decides what may be an item. */
  enum Source {
    /** Those of a connection. */
    CONNECTION,
    /** Those that gzip has packed: they may hold anything but commands and further packed data. */
    PACKED,
    /** Those of a file of an archive: images, or a video of images. */
    FILE
  }

  public ParserContext(ImageLimits limits, ByteBudget budget, AccessToken token, AskParser parser) {
    this(limits, budget, token, parser, new Unpacked(UnpackingLimits.of(limits)));
  }

  ParserContext(
      ImageLimits limits,
      ByteBudget budget,
      AccessToken token,
      AskParser parser,
      Unpacked unpacked) {
    this.limits = limits;
    this.budget = budget;
    this.token = token;
    this.parser = parser;
    this.unpacked = unpacked;
    this.source = Source.CONNECTION;
    this.tokensSeen = token.version();
    this.grant = token.withoutToken().orElse(Grant.WITHOUT_TOKEN); // AwaitingAuth asks first
  }

  private ParserContext(ParserContext outer, Source source, Ask ask) {
    this.limits = outer.limits;
    this.budget = outer.budget;
    this.token = outer.token;
    this.parser = outer.parser;
    this.unpacked = outer.unpacked;
    this.source = source;
    this.grant = outer.grant;
    this.shown = outer.shown;
    this.tokensSeen = outer.tokensSeen;
    this.defaults = ask;
  }

  /** For bytes inside those of this connection, whose images have these options. */
  ParserContext inner(Source of, Ask ask) {
    return new ParserContext(this, of, ask);
  }

  /** Whether the token opens the port. Remembers what it allows. */
  boolean authenticate(String offered) {
    tokensSeen = token.version();
    TokenHash hash = TokenHash.of(offered);
    Optional<Grant> found = token.grantOf(hash);
    grant = found.orElse(grant);
    shown = found.isPresent() ? hash : shown;
    guessed |= token.isGuess(offered);
    return found.isPresent() || !token.required();
  }

  /** Whether a token was guessed that has not been refused yet. */
  boolean hasGuessed() {
    return guessed;
  }

  /** As {@link #hasGuessed}; the guess is refused now. */
  boolean forgetGuess() {
    boolean told = guessed;
    guessed = false;
    return told;
  }

  /** What this connection may do: what its latest token allows, if that still counts. */
  Grant grant() {
    int version = token.version();
    if (version != tokensSeen) {
      tokensSeen = version;
      grant = shown == null ? grant : token.grantOf(shown).orElse(Grant.TAKEN_BACK);
    }
    return grant;
  }

  /** Remembers that an image was taken, or a command carried out. Returns this. */
  ParserContext used() {
    used = true;
    return this;
  }

  /** Whether an image was taken, or a command carried out. */
  boolean isUsed() {
    return used;
  }

  /** The options that {@code SET} has set so far, for the next image. */
  Ask defaults() {
    return defaults;
  }

  void setDefaults(Ask options) {
    defaults = options;
  }

  /** What becomes of an item that has not come whole. */
  Item cutOff() {
    return Item.refused(defaults, Refusals.CUT_OFF);
  }
}
