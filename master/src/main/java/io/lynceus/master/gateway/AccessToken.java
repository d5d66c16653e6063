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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The tokens of the settings, and what each allows: {@code tasks.token}, {@code tasks.admin-token}
 * and {@code tokens}. The administrators' token alone does not close the port, as a master makes
 * one by itself. Any thread may call it.
 */
public final class AccessToken {
  /** Those of the settings, also those that are taken back. */
  private final List<NamedToken> known;

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<NamedToken> tokens;
  private volatile int version;
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
    known = List.copyOf(all);
    tokens = known;
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

  /**
   * Another token counts from now on, or none: then the one of that name is taken back. What has to
   * be shown a token stays closed.
   *
   * @param name of a token of the settings
   * @param hash of the new token
   * @return whether that is a change
   */
  public synchronized boolean change(String name, Optional<TokenHash> hash) {
    List<NamedToken> others = new ArrayList<>(tokens);
    Optional<TokenHash> before =
        others.stream()
            .filter(token -> token.grant().name().equals(name))
            .map(NamedToken::hash)
            .findFirst();
    Optional<NamedToken> changed =
        known.stream().filter(token -> token.grant().name().equals(name)).findFirst();
    if (before.equals(hash) || changed.isEmpty()) {
      return false;
    }
    others.removeIf(token -> token.grant().name().equals(name));
    hash.ifPresent(now -> others.add(new NamedToken(name, now, changed.get().grant())));
    tokens = List.copyOf(others);
    version++;
    listeners.forEach(listener -> listener.accept(name));
    return true;
  }

  /** Whom to tell the names of tokens that have changed or are taken back, from now on. */
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Another number after each change. */
  public int version() {
    return version;
  }

  /** The name of this token, if it is one. */
  public Optional<String> nameOf(TokenHash hash) {
    return grantOf(hash).map(Grant::name);
  }

  /** What this token allows, if it is one. Takes the same time whichever it is. */
  public Optional<Grant> grantOf(String offered) {
    return grantOf(TokenHash.of(offered));
  }

  /** What the token of this hash allows, if it is one. */
  public Optional<Grant> grantOf(TokenHash hash) {
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
    return !offered.isEmpty() && !known.isEmpty() && grantOf(offered).isEmpty();
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
