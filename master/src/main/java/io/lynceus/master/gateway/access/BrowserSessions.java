package io.lynceus.master.gateway.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has signed in with a browser. A session is a random text that stands for a token for 8 h; it
 * lives in memory, as its hash, and ends with the master. A token has at most 64; the oldest gives
 * way. Any thread may call it.
 */
public final class BrowserSessions {
  public static final Duration LIFETIME = Duration.ofHours(8);

  /** The most sessions of one token. Tokens are bounded in number, so all sessions are. */
  static final int MOST_OF_A_TOKEN = 64;

  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  /** By the hash of their id, the oldest first. */
  private final Map<TokenHash, Session> sessions = new LinkedHashMap<>();

  /**
   * A session.
   *
   * @param ends when it is over by itself
   */
  public record Session(Grant grant, Instant ends) {}

  public BrowserSessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins a session.
   *
   * @return its id, which only the browser keeps: 43 characters of {@code A-Z a-z 0-9 - _}
   */
  public synchronized String begin(Grant grant) {
    dropEnded();
    long same = sessions.values().stream().filter(session -> session.grant.equals(grant)).count();
    if (same >= MOST_OF_A_TOKEN) {
      sessions.entrySet().stream()
          .filter(entry -> entry.getValue().grant.equals(grant))
          .findFirst()
          .map(Map.Entry::getKey)
          .ifPresent(sessions::remove);
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(TokenHash.of(id), new Session(grant, clock.instant().plus(LIFETIME)));
    return id;
  }

  /** The session of this id, if there is one and it is not over. */
  public synchronized Optional<Session> find(String id) {
    TokenHash key = TokenHash.of(id);
    Session found = sessions.get(key);
    if (found != null && !clock.instant().isBefore(found.ends)) {
      sessions.remove(key);
      return Optional.empty();
    }
    return Optional.ofNullable(found);
  }

  /** Ends a session; returns it if there was one. */
  public synchronized Optional<Session> end(String id) {
    return Optional.ofNullable(sessions.remove(TokenHash.of(id)));
  }

  /** Ends all sessions of the token of that name. */
  public synchronized void endOf(String token) {
    sessions.values().removeIf(session -> session.grant.name().equals(token));
  }

  /** How many sessions are not over. */
  public synchronized int size() {
    dropEnded();
    return sessions.size();
  }

  private void dropEnded() {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> !now.isBefore(session.ends));
  }
}
