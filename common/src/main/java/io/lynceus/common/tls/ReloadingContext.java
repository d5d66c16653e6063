package io.lynceus.common.tls;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of new connections, which is loaded again when its files have changed. The files
 * are checked when a connection starts, at most once a second. If changed files cannot be used, the
 * earlier context stays, and the error is logged once. Any thread may call it.
 */
final class ReloadingContext {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingContext.class);
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private final TlsFiles files;
  private final Source source;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextCheck;
  private volatile Loaded loaded;

  /** Makes the builder of a context, with the rules of one end. */
  interface Source {
    SslContextBuilder newBuilder(Optional<TlsIdentity> identity);
  }

  private record Loaded(String stamp, JdkSslContext context) {}

  /**
   * Reads the files.
   *
   * @throws IOException naming the setting and the file that cannot be used
   */
  ReloadingContext(TlsFiles files, Source source, InstantSource clock) throws IOException {
    this.files = files;
    this.source = source;
    this.clock = clock;
    this.nextCheck = new AtomicReference<>(clock.instant().plus(CHECK_INTERVAL));
    String stamp = files.stamp();
    this.loaded = new Loaded(stamp, load());
  }

  /** The context for a connection that starts now. */
  JdkSslContext current() {
    Instant now = clock.instant();
    Instant next = nextCheck.get();
    if (!now.isBefore(next) && nextCheck.compareAndSet(next, now.plus(CHECK_INTERVAL))) {
      check();
    }
    return loaded.context();
  }

  private void check() {
    String stamp =
        files.stamp(); // Before reading, so that a change in the meantime is seen the next time.
    JdkSslContext context = loaded.context();
    if (stamp.equals(loaded.stamp())) {
      return;
    }
    try {
      context = load();
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "TLS keeps the certificates that it has, as the changed files cannot be used: {}",
          e.getMessage());
    }
    loaded = new Loaded(stamp, context);
  }

  private JdkSslContext load() throws IOException {
    Optional<TlsIdentity> identity = TlsIdentity.read(files);
    SslContextBuilder builder = source.newBuilder(identity).sslProvider(SslProvider.JDK);
    if (files.ca().isPresent()) {
      builder.trustManager(new PemFile(files.prefix() + "ca", files.ca().get()).certificates());
    }
    SslContext context = builder.build();
    identity.ifPresent(
        own -> LOG.info("TLS with {}certificate of {}", files.prefix(), own.describe()));
    return (JdkSslContext) context;
  }
}
