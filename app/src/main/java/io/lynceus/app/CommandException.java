package io.lynceus.app;

/** Ends a command with one line on standard error and an exit code. */
final class CommandException extends RuntimeException {
  /** At least one image is partial or rejected. */
  static final int INCOMPLETE = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** The master cannot be reached. */
  static final int UNREACHABLE = 3;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
