package io.lynceus.master.cameras;

/** The settings of a camera cannot be shown or changed as it was asked. */
public final class CameraEditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is. */
  public enum Reason {
    /** This master does not let cameras be changed over HTTP. */
    NOT_ALLOWED,
    /** There is no such camera. */
    UNKNOWN,
    /** The camera stands in {@code cameras.conf}, which is its owner's. */
    OF_OWNER,
    /** Somebody has changed the camera since. */
    CHANGED,
    /** It is not said which settings are to be replaced. */
    NO_CONDITION,
    /** The settings are wrong. */
    WRONG,
    /** The file of the camera is wrong as it stands. */
    UNREADABLE,
    /** The file cannot be written. */
    UNWRITABLE
  }

  private final Reason reason;

  CameraEditException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
