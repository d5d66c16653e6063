package io.lynceus.benchmarks.cluster;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A self-signed certificate for this machine, made by {@code openssl}.
 *
 * @param certificate PEM file
 * @param key PEM file
 */
record Certificate(Path certificate, Path key) {

  static Certificate make(Path folder) throws IOException, InterruptedException {
    Certificate made =
        new Certificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=lynceus",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                made.key.toString(),
                "-out",
                made.certificate.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl could not make a certificate");
    }
    return made;
  }

  /** TLS settings for clients that trust only this certificate. */
  ClientTls.Settings trusted() {
    return new ClientTls.Settings(TlsFiles.of("", "", "", certificate.toString()), true);
  }
}
