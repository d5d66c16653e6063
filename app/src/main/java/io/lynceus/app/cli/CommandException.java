package io.lynceus.app.cli;

import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.MasterUnreachableException;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Ends a subcommand with an exit code and one line for standard error, which says what to do. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** At least one image will never be complete, or something else went wrong. */
  public static final int INCOMPLETE = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** The master cannot be reached, or the connection to it was lost. */
  public static final int UNREACHABLE = 3;

  /** At least one image should be sent again. */
  public static final int AGAIN = 4;

  private final int exitCode;

  public CommandException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  public CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * Tells the user what a failure of the client means.
   *
   * @param afterLoss appended when the connection to the master was lost: what to do
   */
  public static CommandException of(IOException cause, String afterLoss) {
    if (cause instanceof ConnectionLostException lost) {
      Rejection refusal = lost.rejection().orElse(null);
      if (refusal != null && refusal.code() == RejectionCode.UNAUTHORIZED) {
        return new CommandException(
            USAGE, "the master asks for a token: set LYNCEUS_TOKEN to its tasks.token", cause);
      }
      return refusal != null && refusal.code() == RejectionCode.BAD_COMMAND
          ? new CommandException(USAGE, refusal.message(), cause)
          : new CommandException(UNREACHABLE, lost.getMessage() + afterLoss, cause);
    }
    return new CommandException(
        cause instanceof MasterUnreachableException ? UNREACHABLE : INCOMPLETE,
        String.valueOf(cause.getMessage()),
        cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
