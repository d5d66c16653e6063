package io.lynceus.app.archive;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Settings;
import io.lynceus.app.cli.Terminal;
import io.lynceus.spark.options.ArchiveOptions;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus archive}: has an archive of stills analysed on Spark. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    header = "Has an archive of stills analysed on Spark",
    description = {
      "Has the pictures of an archive analysed on Apache Spark, and writes a row for each into a"
          + " table of Parquet files. A second run does only what is missing. A report lies in the"
          + " table's folder at the end.",
      "Spark 4.1 is that of SPARK_HOME. In a source tree, Spark comes with the build. Without"
          + " --cluster and --workers, this machine looks, or those of the executors."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each picture has a row, in the table or in _rejected beside it",
      "2:wrong usage, no Spark, or a folder that cannot be used",
      "3:the run has ended before its end: no cluster, no disk, no children; run it again",
      "4:the cluster had no slave or no time for at least one picture: run it again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus archive --in stills --out table",
      "  lynceus archive --in a.tar --out b --cluster m:7070",
      "  lynceus archive --in a --out b --spark spark://s:7077"
    })
public final class ArchiveCommand implements Callable<Integer> {
  /** Those that are not for the program on Spark. */
  private static final Set<String> OWN =
      Set.of("--spark", "--conf", "--help", "--version", "--verbose");

  private final Map<String, String> environment;
  private final Path home;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final ArchiveOptions options = new ArchiveOptions();

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Where Spark runs: local[4], spark://HOST:7077, yarn, k8s://… (default: what SPARK_HOME"
              + " is configured for, or else local[*], all processors of this machine).")
  private String master = "";

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=4g. Can be repeated.")
  private List<String> settings = List.of();

  /** Reads the process's environment. */
  public ArchiveCommand() {
    this(System.getenv(), home());
  }

  /**
   * @param home the folder of the distribution
   */
  ArchiveCommand(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    options.lookLocallyUnlessSaid();
    options.check();
    options.plan(environment); // checks --zone, which --since needs
    options.selection();
    for (String setting : settings) {
      if (setting.indexOf('=') < 1) {
        throw options.usage("--conf is KEY=VALUE, not '" + setting + "'");
      }
      if (setting.startsWith("spark.master=") || setting.startsWith("spark.submit.deployMode=")) {
        throw options.usage(
            "--spark says where Spark runs, and its driver runs on this machine: leave out --conf "
                + setting);
      }
    }
    SparkStart spark = SparkStart.find(environment, home);
    String where = master.isEmpty() ? spark.defaultMaster() : master;
    List<String> arguments = arguments();
    if (options.needInstallation() && where.startsWith("local")) {
      arguments.add("--installation=" + home.resolve("lib") + "/*");
    }
    PrintWriter out = command.commandLine().getOut();
    PrintWriter notes = command.commandLine().getErr();
    try (Display display = Display.withBar(out, notes)) {
      return new SparkProcess(
              spark.command(where, settings, bundle(), arguments),
              secrets(),
              display,
              Terminal.style(Terminal.ERR, environment))
          .run();
    }
  }

  /** As given. What has a default on the other side is not repeated. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!OWN.contains(option.longestName())) {
        for (String value : option.originalStringValues()) {
          boolean flag = option.arity().max() == 0;
          arguments.add(flag ? option.longestName() : option.longestName() + "=" + value);
        }
      }
    }
    if (!command.commandLine().getParseResult().hasMatchedOption("--cluster")
        && !command.commandLine().getParseResult().hasMatchedOption("--workers")) {
      arguments.add("--workers=local");
    }
    return arguments;
  }

  private Map<String, String> secrets() throws CommandException {
    Map<String, String> secrets = new HashMap<>();
    Optional<String> token = Settings.secret("LYNCEUS_TOKEN", "LYNCEUS_TOKEN_FILE", environment);
    token.ifPresent(text -> secrets.put("LYNCEUS_TOKEN", text));
    return secrets;
  }

  private Path bundle() {
    return home.resolve("spark").resolve("lynceus-spark.jar");
  }

  /** The jar with this class is in the distribution's {@code lib/}. */
  private static Path home() {
    try {
      Path jar =
          Path.of(ArchiveCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
