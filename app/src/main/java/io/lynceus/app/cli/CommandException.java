package io.lynceus.app.cli;

import org.jspecify.annotations.Nullable;

/** Ends a subcommand: one line for standard error, which says what to do, and the exit code. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Some image is partial or rejected, or something else went wrong. */
  public static final int INCOMPLETE = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** The master cannot be reached, or is no longer. */
  public static final int UNREACHABLE = 3;

  private final int exitCode;

  public CommandException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  public CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
