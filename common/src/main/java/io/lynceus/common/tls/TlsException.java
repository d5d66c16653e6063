package io.lynceus.common.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS is not possible with these files, or with that peer. The message is for users and logs. A
 * message about a peer follows the peer's name, calls it "it", and does not repeat its bytes.
 */
public class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The meaning of the JDK's messages, by a part of them; one exception type has many of them. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "subject alternative", "its certificate is for another name or address",
          "No name matching", "its certificate is for another name or address",
          "Empty client certificate chain",
              "it shows no certificate of a CA that this side trusts: check the ca",
          "Remote host terminated the handshake", "it closed the connection during TLS",
          "nrecognized SSL message", "it does not speak TLS");

  TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The first bytes of a peer are no TLS. They may hold a token, so the message omits them. */
  public static final class PlainBytes extends TlsException {
    private static final long serialVersionUID = 1L;

    PlainBytes() {
      super("it does not speak TLS, and this port speaks nothing else", null);
    }
  }

  /** A failure of TLS with a peer, with a message that says what to check. */
  static TlsException of(Throwable cause) {
    if (cause instanceof TlsException known) {
      return known;
    }
    return new TlsException(reason(cause), cause);
  }

  /** Whether a failure comes from TLS. */
  static boolean isCausedBy(Throwable failure) {
    return failure instanceof SSLException || failure.getCause() instanceof SSLException;
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
}
