package io.lynceus.master.gateway;

import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.access.TokenHash;
import io.lynceus.master.gateway.access.TokenRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens of the settings, and what each allows: {@code tasks.token}, {@code tasks.admin-token}
 * and {@code tokens}. The administrators' token alone does not close the port, as a master makes
 * one by itself. Any thread may call it.
 */
public final class AccessToken {
  private final List<NamedToken> tokens;
  private final boolean required;
  private final boolean administrators;

  /** Without other tokens: nobody may change the cluster. */
  public AccessToken(Optional<String> token) {
    this(token, Optional.empty(), List.of());
  }

  public AccessToken(GatewayConfig.Tokens settings) {
    this(settings.client(), settings.admin(), settings.named());
  }

  private AccessToken(Optional<String> client, Optional<String> admin, List<NamedToken> named) {
    List<NamedToken> all = new ArrayList<>(named);
    client.ifPresent(token -> all.add(named("tasks.token", token, TokenRole.CLIENT)));
    admin.ifPresent(token -> all.add(named("tasks.admin-token", token, TokenRole.ADMIN)));
    tokens = List.copyOf(all);
    required = client.isPresent() || !named.isEmpty();
    administrators = admin.isPresent();
  }

  private static NamedToken named(String key, String token, TokenRole role) {
    return new NamedToken(key, TokenHash.of(token), new Grant(key, role, Set.of()));
  }

  /** Whether clients must send a token first. */
  public boolean required() {
    return required;
  }

  /** What this token allows, if it is one. Takes the same time whichever it is. */
  public Optional<Grant> grantOf(String offered) {
    TokenHash hash = TokenHash.of(offered);
    Optional<Grant> found = Optional.empty();
    for (NamedToken token : tokens) {
      if (token.hash().equals(hash)) {
        found = Optional.of(token.grant());
      }
    }
    return found;
  }

  /** What a client may do that has shown no token; empty if it has to. */
  public Optional<Grant> withoutToken() {
    return required ? Optional.empty() : Optional.of(Grant.WITHOUT_TOKEN);
  }

  /**
   * Whether this is a guess: a text that is not empty and no token. Where there is no token,
   * nothing is a guess.
   */
  public boolean isGuess(String offered) {
    return !offered.isEmpty() && !tokens.isEmpty() && grantOf(offered).isEmpty();
  }

  /**
   * Why a client may not do something, in one sentence.
   *
   * @param grant that it has
   * @param how to send a token
   */
  public String refusal(Grant grant, Right right, String how) {
    return grant.role() == TokenRole.CLIENT ? administratorsOnly(how) : grant.refusal(right);
  }

  private String administratorsOnly(String how) {
    return administrators
        ? "DRAIN, RESUME, clearing the quarantine, and erasing, checking or copying what is stored"
            + " need the administrators' token, which is the master's tasks.admin-token or in the"
            + " file that its log names: "
            + how
        : "this master has no administrators' token, so that nobody can drain slaves, clear the"
            + " quarantine, or erase, check or copy what is stored: set its"
            + " tasks.admin-token-file, and start it again";
  }
}
