package io.lynceus.master.people;

/** A change of who is enrolled is refused; the message says why, in one sentence. */
public final class PeopleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Of what kind a refusal is. */
  public enum Reason {
    /** There is nobody of that name. */
    UNKNOWN,
    /** There is somebody of that name. */
    TAKEN,
    /** A text or a time is out of its bounds. */
    WRONG,
    /** The picture does not show one face that can be used. */
    NO_FACE,
    /** The disk does not take it. */
    UNWRITABLE
  }

  PeopleException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
