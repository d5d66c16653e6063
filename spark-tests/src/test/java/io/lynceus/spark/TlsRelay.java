package io.lynceus.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A port of this machine that speaks TLS, and hands what it receives on to a port that does not: a
 * master with {@code tasks.tls}, as its clients see it.
 */
final class TlsRelay implements Closeable {
  private static final String PASSWORD = "of-this-test-alone";

  private final SSLServerSocket listening;
  private final InetSocketAddress target;
  private final Path certificate;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Begins to listen.
   *
   * @param folder for the certificate, which is for 127.0.0.1 only
   */
  TlsRelay(Path folder, InetSocketAddress target) throws Exception {
    this.target = target;
    Path store = folder.resolve("relay.p12");
    this.certificate = folder.resolve("relay.pem");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "relay",
                "-keyalg",
                "EC",
                "-dname",
                "CN=relay",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool has made no certificate");
    }
    this.listening =
        (SSLServerSocket)
            context(store)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private SSLContext context(Path file) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(
        certificate,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                .encodeToString(keys.getCertificate("relay").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket from = listening.accept();
      Socket to = new Socket(target.getAddress(), target.getPort());
      start(() -> pump(from, to));
      start(() -> pump(to, from));
    }
  }

  /** Until one side has ended; the process of the test closes what is left. */
  private void pump(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    byte[] some = new byte[1 << 16];
    boolean first = true;
    for (int length = in.read(some); length >= 0; length = in.read(some)) {
      if (first && to.getPort() == target.getPort()) {
        connections.incrementAndGet(); // it has sent something through TLS
      }
      first = false;
      to.getOutputStream().write(some, 0, length);
    }
    to.shutdownOutput();
  }

  /** A part of its work, which may end by the end of a connection. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection has ended, and so has this.
              }
            },
            "tls-relay");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The file with the certificate, PEM. */
  Path certificate() {
    return certificate;
  }

  /** Connections over which something has come. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
