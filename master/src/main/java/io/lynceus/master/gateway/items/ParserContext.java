package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageLimits;

/** What the stages of one connection share: limits, memory, rights, options. Used by one thread. */
public final class ParserContext {
  final ImageLimits limits;
  final ByteBudget budget;
  final AccessToken token;
  final AskParser parser;

  private boolean administrator;
  private Ask defaults = Ask.DEFAULT;

  public ParserContext(ImageLimits limits, ByteBudget budget, AccessToken token, AskParser parser) {
    this.limits = limits;
    this.budget = budget;
    this.token = token;
    this.parser = parser;
  }

  /** Whether the token opens the port. Remembers whether it is the administrators' token. */
  boolean authenticate(String offered) {
    administrator |= token.isAdministrators(offered);
    return token.opensWith(offered);
  }

  /** Whether this connection may change what the cluster does. */
  boolean mayAdminister() {
    return administrator || !token.separatesAdministrators();
  }

  /** The options that {@code SET} has set so far, for the next image. */
  Ask defaults() {
    return defaults;
  }

  void setDefaults(Ask options) {
    defaults = options;
  }
}
