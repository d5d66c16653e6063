package io.lynceus.store.result;

/** The store cannot do what it was asked for. The message says why, and what to do. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** Disk or database do not work now; later they may. */
    UNAVAILABLE,
    /** The search took longer than 5 s. */
    TOO_SLOW,
    /** What was asked for is wrong; asking again changes nothing. */
    REFUSED
  }

  private final Reason reason;

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
