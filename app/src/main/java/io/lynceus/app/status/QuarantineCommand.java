package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.protocol.reply.QuarantineJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus quarantine}: shows the images that are not tried again, and lets them be. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    header = "Shows or clears images that kill slaves",
    description =
        "Shows or clears the images that the master does not try again, because they killed two"
            + " slaves and then a JVM of their own.",
    subcommands = {QuarantineCommand.ListCommand.class, QuarantineCommand.ClearCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:no quarantined image has that hash, or several have",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus quarantine list",
      "  lynceus quarantine clear 3f9a1c",
      "  lynceus quarantine clear --all"
    })
public final class QuarantineCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  /** Runs when neither is given. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say list or clear");
  }

  private static CommandException translated(IOException e) {
    Rejection refusal =
        e instanceof ConnectionLostException lost ? lost.rejection().orElse(null) : null;
    if (refusal == null) {
      return CommandException.of(e, "; ask again");
    }
    return switch (refusal.code()) {
      case UNAUTHORIZED ->
          new CommandException(
              CommandException.USAGE,
              "the master asks for a token: set LYNCEUS_TOKEN to its tasks.token",
              e);
      case BAD_COMMAND, BUSY ->
          new CommandException(CommandException.INCOMPLETE, refusal.message(), e);
      default -> CommandException.of(e, "; ask again");
    };
  }

  /** {@code lynceus quarantine list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      header = "Shows the quarantined images",
      description = "Shows the images, by the hashes of their files, and what their analyses did.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the master told what there is",
        "2:wrong usage or configuration",
        "3:the master cannot be reached"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus quarantine list",
        "  lynceus quarantine list --json",
        "  lynceus quarantine list --master 10.0.0.5:7070"
      })
  static final class ListCommand extends RemoteCommand {
    @Option(names = "--json", description = "The line of JSON that the task port gives.")
    private boolean json;

    /** Reads the process's environment. */
    ListCommand() {
      this(System.getenv());
    }

    ListCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public Integer call() throws CommandException {
      List<Quarantined> entries;
      try {
        entries = TaskClient.quarantine(master());
      } catch (IOException e) {
        throw translated(e);
      }
      print(json ? QuarantineJson.quarantined(entries) : table(entries));
      return 0;
    }

    private static String table(List<Quarantined> entries) {
      if (entries.isEmpty()) {
        return "nothing is quarantined";
      }
      String row = "%-64s  %-10s  %-24s  %s";
      return String.join(
          System.lineSeparator(),
          Stream.concat(
                  Stream.of(row.formatted("IMAGE", "ANALYSIS", "SINCE", "ITS JVM ENDED WITH")),
                  entries.stream()
                      .map(
                          entry ->
                              row.formatted(
                                  Text.shown(entry.sha256()),
                                  entry.analysis().key(),
                                  entry.since(),
                                  Text.shown(entry.reason()))))
              .map(String::stripTrailing)
              .toList());
    }
  }

  /** {@code lynceus quarantine clear}. */
  @Command(
      name = "clear",
      mixinStandardHelpOptions = true,
      header = "Lets quarantined images be tried again",
      description = {
        "Lets the master try an image again, or all. The master also deletes what it kept of"
            + " them. While the master remembers the slaves that died, it tries them in a JVM of"
            + " their own first.",
        "Needs the administrators' token: LYNCEUS_ADMIN_TOKEN, or LYNCEUS_ADMIN_TOKEN_FILE,"
            + " or the file that the master of the same user and machine has made."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:no quarantined image has that hash, or several have",
        "2:wrong usage or configuration",
        "3:the master cannot be reached"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus quarantine clear 3f9a1c",
        "  lynceus quarantine clear --all",
        "  lynceus quarantine clear --all --master 10.0.0.5:7070"
      })
  static final class ClearCommand extends RemoteCommand {
    @Parameters(
        arity = "0..1",
        paramLabel = "HASH",
        description = "The hash of the image's file, or its first digits.")
    private String hash = "";

    @Option(names = "--all", description = "Every image.")
    private boolean all;

    @Option(names = "--json", description = "The line of JSON that the task port gives.")
    private boolean json;

    /** Reads the process's environment. */
    ClearCommand() {
      this(System.getenv());
    }

    ClearCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public Integer call() throws CommandException {
      if (all != hash.isEmpty()) {
        throw usage("say either HASH or --all");
      }
      List<Quarantined> cleared;
      try {
        cleared =
            Administration.ask(
                masterOfAdministrators(), config -> TaskClient.clearQuarantine(config, hash));
      } catch (IOException e) {
        throw translated(e);
      }
      print(json ? QuarantineJson.cleared(cleared) : text(cleared));
      return 0;
    }

    private static String text(List<Quarantined> cleared) {
      if (cleared.isEmpty()) {
        return "nothing was quarantined";
      }
      return String.join(
          System.lineSeparator(),
          cleared.stream()
              .map(
                  entry ->
                      Text.shown(entry.sha256())
                          + ": "
                          + entry.analysis().key()
                          + " is tried again")
              .toList());
    }
  }
}
