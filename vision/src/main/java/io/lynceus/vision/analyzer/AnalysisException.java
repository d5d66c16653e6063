package io.lynceus.vision.analyzer;

/** An analysis that could not be done. The message is one sentence for the client. */
public final class AnalysisException extends Exception {
  private static final long serialVersionUID = 1L;

  public AnalysisException(String message) {
    super(message);
  }

  public AnalysisException(String message, Throwable cause) {
    super(message, cause);
  }
}
