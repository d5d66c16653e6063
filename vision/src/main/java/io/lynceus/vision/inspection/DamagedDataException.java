package io.lynceus.vision.inspection;

/** Coded data that ends too early or that no encoder writes. Thrown often, so without a trace. */
final class DamagedDataException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedDataException(String message) {
    super(message, null, false, false);
  }
}
