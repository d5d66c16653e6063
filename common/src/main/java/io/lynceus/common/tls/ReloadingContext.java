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
 * What connections are made with, read anew when its files have changed. They are looked at when a
 * connection begins, once a second at most. Files that cannot be used leave the earlier content in
 * place and are said once. Callable by any thread.
 */
final class ReloadingContext {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingContext.class);
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final TlsFiles files;
  private final Source source;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLook;
  private volatile Loaded loaded;

  /** Begins a context with the rules of one end. */
  interface Source {
    SslContextBuilder begin(Optional<TlsIdentity> identity);
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
    this.nextLook = new AtomicReference<>(clock.instant().plus(PAUSE));
    String stamp = files.stamp();
    this.loaded = new Loaded(stamp, load());
  }

  /** What a connection that begins now is made with. */
  JdkSslContext current() {
    Instant now = clock.instant();
    Instant next = nextLook.get();
    if (!now.isBefore(next) && nextLook.compareAndSet(next, now.plus(PAUSE))) {
      look();
    }
    return loaded.context();
  }

  private void look() {
    String stamp = files.stamp(); // Before reading: what changes meanwhile is seen the next time.
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
    SslContextBuilder builder = source.begin(identity).sslProvider(SslProvider.JDK);
    if (files.ca().isPresent()) {
      builder.trustManager(new PemFile(files.prefix() + "ca", files.ca().get()).certificates());
    }
    SslContext context = builder.build();
    identity.ifPresent(
        own -> LOG.info("TLS with {}certificate of {}", files.prefix(), own.describe()));
    return (JdkSslContext) context;
  }
}
