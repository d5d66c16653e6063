package io.lynceus.master.gateway;

/** A command or an option that does not exist. The message is for the client: it says what does. */
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
