package io.lynceus.spark.plan;

/** Why a run cannot go on. The message is one sentence for the user that says what to do. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ArchiveException(String message) {
    super(message);
  }

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
