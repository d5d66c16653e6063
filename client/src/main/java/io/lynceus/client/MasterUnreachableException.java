package io.lynceus.client;

import java.io.IOException;

/** No connection to the master could be made. The message names its address. */
public final class MasterUnreachableException extends IOException {
  private static final long serialVersionUID = 1L;

  MasterUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
