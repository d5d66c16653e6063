package io.lynceus.common.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Says in one line why TLS with a peer has failed, and what to look at. */
final class TlsFault {
  /** What the JDK's messages mean, by a part of them; their exceptions are the same for many. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "subject alternative", "its certificate is for another name or address",
          "No name matching", "its certificate is for another name or address",
          "Empty client certificate chain",
              "it shows no certificate of a CA that this side trusts: check the ca",
          "Remote host terminated the handshake", "it closed the connection during TLS",
          "nrecognized SSL message", "it does not speak TLS");

  private TlsFault() {}

  /** What happened, as an exception whose message can be logged. */
  static TlsException of(Throwable cause) {
    if (cause instanceof TlsException known) {
      return known;
    }
    return new TlsException(reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    String last = "";
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof NotSslRecordException) {
        return "it does not speak TLS"; // Its own message repeats the bytes.
      } else if (at instanceof CertPathBuilderException) {
        return "its certificate is of no CA that this side trusts: check the ca";
      } else if (at instanceof CertificateExpiredException
          || at instanceof CertificateNotYetValidException) {
        return "its certificate is out of date (" + at.getMessage() + ")";
      } else if (at instanceof ClosedChannelException) {
        return "it closed the connection during TLS: does that port speak TLS?";
      }
      last = at.getMessage() == null ? last : at.getMessage();
    }
    for (Map.Entry<String, String> meaning : MEANINGS.entrySet()) {
      if (last.contains(meaning.getKey())) {
        return meaning.getValue();
      }
    }
    int alert = last.indexOf("Received fatal alert: ");
    return alert >= 0
        ? "it refuses TLS with this side: " + last.substring(alert + 22)
        : "TLS with it has failed: " + last;
  }

  /** Whether it came of TLS. */
  static boolean is(Throwable cause) {
    return cause instanceof SSLException || cause.getCause() instanceof SSLException;
  }
}
