package io.lynceus.common.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * TLS cannot be had: with these files, or with that peer. The message is for users and logs; where
 * it tells of a peer it follows its name, and calls it "it". It repeats none of the peer's bytes.
 */
public class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A peer's first bytes are no TLS. They are not in the message: they may hold a token. */
  public static final class PlainBytes extends TlsException {
    private static final long serialVersionUID = 1L;

    PlainBytes() {
      super("it does not speak TLS, and this port speaks nothing else", null);
    }
  }
}
