package io.lynceus.app;

import io.lynceus.app.cli.CommandException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs a subcommand as the main class does and keeps its output. */
public record Run(int exitCode, String out, String err) {

  public static Run of(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                  line.getErr().println(failure.getMessage());
                  return failure instanceof CommandException ended ? ended.exitCode() : 99;
                })
            .execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
