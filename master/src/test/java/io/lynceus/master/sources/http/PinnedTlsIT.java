package io.lynceus.master.sources.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras with certificates that they have made themselves. */
class PinnedTlsIT {
  private final OriginFixture fixture = new OriginFixture();
  private final OriginFixture.Settings settings = new OriginFixture.Settings();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    fixture.close();
  }

  /** For no host that there is, and out of date. */
  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=camera")
        .notBefore(Instant.parse("2010-01-01T00:00:00Z"))
        .notAfter(Instant.parse("2011-01-01T00:00:00Z"))
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static FakeCamera camera(X509Bundle certificate) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    return new FakeCamera(tls.getServerSocketFactory(), (request, out) -> FakeCamera.still(out));
  }

  private void pin(X509Bundle certificate) throws Exception {
    settings.certificate =
        Optional.of(
            Files.writeString(folder.resolve("camera.pem"), certificate.getCertificatePEM()));
  }

  private String error(FakeCamera camera) {
    return OriginFixture.failure(
            fixture.start(settings.of("https://127.0.0.1:" + camera.port() + "/")))
        .lastError()
        .orElseThrow();
  }

  @Test
  void theOneCertificateIsTrusted() throws Exception {
    X509Bundle own = certificate();
    pin(own);
    try (FakeCamera camera = camera(own)) {
      OriginFixture.await(
          fixture.start(settings.of("https://127.0.0.1:" + camera.port() + "/")),
          now -> now.counts().unchanged() >= 2);
      assertThat(camera.connections).hasValue(1);
    }
  }

  @Test
  void noOtherCertificateIs() throws Exception {
    pin(certificate());
    try (FakeCamera camera = camera(certificate())) {
      assertThat(error(camera)).contains("another certificate than the one of certificate");
      assertThat(camera.requests).isEmpty();
    }
  }

  @Test
  void withoutAFileOnlyThoseOfPublicAuthoritiesAre() throws Exception {
    try (FakeCamera camera = camera(certificate())) {
      assertThat(error(camera)).contains("is accepted if certificate names its file");
      assertThat(camera.requests).isEmpty();
    }
  }

  @Test
  void aFileThatIsNoneIsNamed() throws Exception {
    settings.certificate = Optional.of(folder.resolve("missing.pem"));
    try (FakeCamera camera = camera(certificate())) {
      assertThat(error(camera)).contains("certificate: ").contains("missing.pem does not exist");
    }
  }

  @Test
  void aPortWithoutTlsIsTold() throws Exception {
    try (FakeCamera camera = new FakeCamera((request, out) -> FakeCamera.still(out))) {
      settings.timeout = Duration.ofSeconds(2);
      assertThat(error(camera)).isNotEmpty();
    }
  }
}
