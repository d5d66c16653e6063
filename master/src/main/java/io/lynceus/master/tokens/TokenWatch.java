package io.lynceus.master.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.gateway.access.TokenHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of tokens every {@link #LOOK}, on a thread of its own. A token that has
 * changed counts at once, and the old one no more. One whose file is gone or empty is taken back.
 * One whose file cannot be read, or holds no token that can be, stays as it was, which is said
 * once.
 */
public final class TokenWatch implements AutoCloseable {
  /** The time between two looks. */
  static final Duration LOOK = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(TokenWatch.class);
  private static final int MOST_BYTES = 4096;

  private final List<TokenFile> files;
  private final AccessToken tokens;
  private final AuditTrail audit;

  /** Why the files of these tokens do not count. */
  private final Map<String, String> faults = new HashMap<>();

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "tokens");
            watch.setDaemon(true);
            return watch;
          });

  TokenWatch(List<TokenFile> files, AccessToken tokens, AuditTrail audit) {
    this.files = List.copyOf(files);
    this.tokens = tokens;
    this.audit = audit;
  }

  /**
   * Looks from now on.
   *
   * @param tokens as they were read at the start; changed with the files
   * @param audit hears of changes
   */
  public static TokenWatch start(List<TokenFile> files, AccessToken tokens, AuditTrail audit) {
    TokenWatch watch = new TokenWatch(files, tokens, audit);
    if (!files.isEmpty()) {
      var unused =
          watch.thread.scheduleWithFixedDelay(
              watch::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return watch;
  }

  /** Looks at all files. One thread at a time. */
  void look() {
    for (TokenFile file : files) {
      try {
        look(file);
      } catch (RuntimeException e) { // It would be the last look.
        log.error("a fault while looking at {}", file.path(), e);
      }
    }
  }

  private void look(TokenFile file) {
    String text;
    try (InputStream in = Files.newInputStream(file.path())) {
      text = new String(in.readNBytes(MOST_BYTES), UTF_8).strip();
    } catch (NoSuchFileException e) {
      text = "";
    } catch (IOException e) {
      keep(file, "it cannot be read: may the master's user?");
      return;
    }
    if (text.isEmpty()) {
      takeBack(file);
    } else if (text.length() < NamedToken.MIN_LENGTH) {
      keep(file, "a token has at least " + NamedToken.MIN_LENGTH + " characters");
    } else {
      take(file, TokenHash.of(text));
    }
  }

  private void take(TokenFile file, TokenHash hash) {
    Optional<String> same = tokens.nameOf(hash);
    if (same.isPresent() && !same.get().equals(file.token())) {
      keep(file, "it holds the token of " + same.get() + ": give each its own");
      return;
    }
    faults.remove(file.token());
    if (same.isEmpty()) {
      tokens.change(file.token(), Optional.of(hash));
      log.info("{}: another token counts from now on", file.key());
      audit.tell("token-changed", Map.of("token", file.token(), "by", "file"));
    }
  }

  private void takeBack(TokenFile file) {
    faults.remove(file.token());
    if (tokens.change(file.token(), Optional.empty())) {
      log.warn("{}: {} is gone or empty: its token is taken back", file.key(), file.path());
      audit.tell("token-taken-back", Map.of("token", file.token(), "by", "file"));
    }
  }

  private void keep(TokenFile file, String why) {
    if (!why.equals(faults.put(file.token(), why))) {
      log.warn(
          "{}: {} does not count, and the token from before does: {}",
          file.key(),
          file.path(),
          why);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
