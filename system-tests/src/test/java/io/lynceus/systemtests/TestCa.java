package io.lynceus.systemtests;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.common.tls.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A CA and certificates issued by it, as PEM files in a folder. */
public final class TestCa {
  private final Path folder;
  private final X509Bundle ca;

  /** Writes {@code NAME-ca.pem}. */
  public TestCa(Path folder, String name) throws Exception {
    this.folder = folder;
    this.ca =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(caFile(name), ca.getCertificatePEM());
  }

  private Path caFile(String name) {
    return folder.resolve(name + "-ca.pem");
  }

  /** Issues a certificate for localhost and 127.0.0.1: NAME.pem, with its key, NAME.key. */
  public X509Certificate issue(String name) throws Exception {
    return write(
        name, new CertificateBuilder().addSanDnsName("localhost").addSanIpAddress("127.0.0.1"));
  }

  /** Issues a certificate for another host. */
  public void issueForAnotherHost(String name) throws Exception {
    write(name, new CertificateBuilder().addSanDnsName("elsewhere.example"));
  }

  private X509Certificate write(String name, CertificateBuilder builder) throws Exception {
    X509Bundle given = builder.ecp256().subject("CN=" + name).buildIssuedBy(ca);
    Files.writeString(folder.resolve(name + ".key"), given.getPrivateKeyPEM());
    Files.writeString(folder.resolve(name + ".pem"), given.getCertificatePathPEM());
    return given.getCertificate();
  }

  /** The TLS files of one end: names of certificates or CAs; empty for none. */
  public static TlsFiles files(Path folder, String prefix, String certificate, String ca) {
    boolean own = !certificate.isEmpty();
    return TlsFiles.of(
        prefix,
        own ? folder.resolve(certificate + ".pem").toString() : "",
        own ? folder.resolve(certificate + ".key").toString() : "",
        ca.isEmpty() ? "" : folder.resolve(ca + "-ca.pem").toString());
  }

  /** TLS for a slaves' port. */
  public static Optional<ServerTls> server(Path folder, String certificate, String ca)
      throws IOException {
    return Optional.of(
        ServerTls.open(files(folder, "slaves.tls.", certificate, ca), ServerTls.TLS_1_3));
  }

  /** TLS for a slave. */
  public static Optional<ClientTls> client(Path folder, String certificate, String ca)
      throws IOException {
    TlsFiles files = files(folder, "master.tls.", certificate, ca);
    return Optional.of(ClientTls.open(new ClientTls.Settings(files, true)));
  }
}
