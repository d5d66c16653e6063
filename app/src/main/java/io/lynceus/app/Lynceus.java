package io.lynceus.app;

import io.lynceus.app.accuracy.BenchmarkCommand;
import io.lynceus.app.archive.ArchiveCommand;
import io.lynceus.app.cameras.CamerasCommand;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.EnvironmentNames;
import io.lynceus.app.cli.SafeWriter;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.cli.Text;
import io.lynceus.app.cli.Version;
import io.lynceus.app.daemon.DaemonCommand;
import io.lynceus.app.daemon.MasterCommand;
import io.lynceus.app.daemon.RehearseCommand;
import io.lynceus.app.daemon.SlaveCommand;
import io.lynceus.app.daemon.UnpackCommand;
import io.lynceus.app.drill.DrillCommand;
import io.lynceus.app.help.HelpPage;
import io.lynceus.app.help.LynceusHelp;
import io.lynceus.app.help.Mistake;
import io.lynceus.app.models.ModelsCommand;
import io.lynceus.app.mqtt.MqttCommand;
import io.lynceus.app.results.EraseCommand;
import io.lynceus.app.results.EventsCommand;
import io.lynceus.app.results.LedgerCommand;
import io.lynceus.app.results.ResultsCommand;
import io.lynceus.app.results.StoreCommand;
import io.lynceus.app.status.DrainCommand;
import io.lynceus.app.status.LabelsCommand;
import io.lynceus.app.status.QuarantineCommand;
import io.lynceus.app.status.StatusCommand;
import io.lynceus.app.submit.DemoCommand;
import io.lynceus.app.submit.SubmitCommand;
import io.lynceus.app.watch.WatchCommand;
import io.lynceus.app.webhooks.WebhooksCommand;
import java.io.PrintWriter;
import java.security.Security;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code lynceus} command. */
@Command(
    name = "lynceus",
    description = "Finds objects, faces, edges and corners in security-camera stills.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      MasterCommand.class,
      SlaveCommand.class,
      SubmitCommand.class,
      WatchCommand.class,
      ArchiveCommand.class,
      StatusCommand.class,
      LabelsCommand.class,
      CamerasCommand.class,
      ResultsCommand.class,
      EventsCommand.class,
      LedgerCommand.class,
      EraseCommand.class,
      StoreCommand.class,
      WebhooksCommand.class,
      DrainCommand.class,
      QuarantineCommand.class,
      ModelsCommand.class,
      MqttCommand.class,
      DrillCommand.class,
      BenchmarkCommand.class,
      UnpackCommand.class,
      RehearseCommand.class,
      CompletionCommand.class,
      LynceusHelp.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is complete",
      "1:at least one image will never be complete, or something else went wrong",
      "2:wrong usage or configuration",
      "3:the master cannot be reached",
      "4:at least one image should be sent again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus demo",
      "  lynceus submit --report out/report.html snapshots/",
      "  lynceus help submit"
    })
public final class Lynceus implements Callable<Integer> {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print debug log lines, and stack traces of errors.")
  private boolean verbose;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandLine.Model.CommandSpec spec;

  public static void main(String[] args) {
    // A name that moves, or that is not there yet, is looked up anew at each attempt to connect:
    // the JDK would keep an address for 30 s, and "unknown" for 10 s.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    System.exit(run(args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String... args) {
    Lynceus lynceus = new Lynceus();
    CommandLine commandLine = new CommandLine(lynceus);
    HelpPage.use(commandLine, () -> Terminal.style(Terminal.OUT, System.getenv()));
    try {
      return commandLine
          .setParameterExceptionHandler(Lynceus::wrongUsage)
          .setExecutionExceptionHandler((e, command, parsed) -> lynceus.failed(e, command))
          .setExecutionStrategy(parsed -> lynceus.execute(parsed))
          .execute(args);
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .println("lynceus: out of memory: give it more by LYNCEUS_JAVA_OPTS=-Xmx…");
      return CommandException.USAGE;
    }
  }

  /** Runs when no subcommand is given. */
  @Override
  public Integer call() {
    LynceusHelp.brief(Version.current()).forEach(spec.commandLine().getErr()::println);
    return CommandException.USAGE;
  }

  private int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    boolean daemon = last.commandSpec().userObject() instanceof DaemonCommand;
    System.setProperty("lynceus.log.target", daemon ? "System.out" : "System.err");
    String level = verbose ? "DEBUG" : daemon ? "INFO" : "WARN";
    System.setProperty("lynceus.log.level", level);
    CommandLine command = last.commandSpec().commandLine();
    command.setOut(SafeWriter.over(command.getOut()));
    command.setErr(SafeWriter.over(command.getErr()));
    if (!daemon && !(last.commandSpec().userObject() instanceof CompletionCommand)) {
      EnvironmentNames.withoutEffect(System.getenv())
          .forEach(sentence -> command.getErr().println("lynceus: " + sentence));
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println(
        "lynceus: "
            + oneLine(Mistake.of(e, String.valueOf(e.getMessage())))
            + "; "
            + Mistake.seeAlso(e.getCommandLine().getCommandSpec()));
    return CommandException.USAGE;
  }

  private int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean expected = e instanceof CommandException;
    err.println(
        "lynceus: "
            + (expected
                ? oneLine(String.valueOf(e.getMessage()))
                : "unexpected error: " + Text.shown(e.toString())));
    if (verbose) {
      e.printStackTrace(err);
    } else if (!expected) {
      err.println("lynceus: run it with --verbose for a stack trace");
    }
    return e instanceof CommandException known ? known.exitCode() : CommandException.USAGE;
  }

  /** The message in one line. Secrets of the command line are not repeated. */
  private static String oneLine(String message) {
    return Text.shown(
        message
            .replaceAll("\\s*\\R\\s*", " ")
            .replaceAll("(?i)((?:secret|token)\\s*[=:]\\s*)[^\\s',]+", "$1…"));
  }
}
