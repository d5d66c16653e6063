package io.lynceus.master.cameras;

/** The cameras' settings cannot count. The message names the key, and says what to do. */
public final class CameraSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MAX_CHARS = 500; // of a key that somebody has written

  CameraSettingsException(String message) {
    super(message.length() <= MAX_CHARS ? message : message.substring(0, MAX_CHARS) + "…");
  }
}
