package io.lynceus.master.gateway;

/**
 * A command or option that does not exist. The message is for the client and names those that do.
 */
public final class BadCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadCommandException(String message) {
    super(message);
  }

  /** The text for the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
