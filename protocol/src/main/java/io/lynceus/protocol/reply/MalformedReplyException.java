package io.lynceus.protocol.reply;

import java.io.IOException;

/** A line that is not the JSON of a reply or of a status: the other side is no Lynceus master. */
public final class MalformedReplyException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedReplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
