package io.lynceus.spark;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.spark.input.FileWalk;
import io.lynceus.spark.plan.ArchiveException;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.plan.PathFacts;
import io.lynceus.spark.plan.Wanted;
import io.lynceus.spark.plan.Workers;
import io.lynceus.spark.table.TableFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import scala.Option;

/** The program for {@code spark-submit}: has the stills of an archive analysed. */
@Command(
    name = "spark-submit … lynceus-spark.jar",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has the pictures of an archive analysed, and writes a row for each into a table of Parquet"
          + " files. A second run does only what is missing.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each picture has a row, in the table or in _rejected beside it",
      "2:wrong usage, or a folder that cannot be used",
      "3:the run has ended before its end: no cluster, no disk, no children; run it again",
      "4:the cluster had no slave or no time for at least one picture: run it again"
    })
public final class ArchiveMain implements Callable<Integer> {
  private static final int USAGE = 2;
  private static final int FAILED = 3;
  private static final int LEFT = 4;

  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @CommandLine.Option(
      names = "--in",
      required = true,
      paramLabel = "PATH",
      description =
          "A folder, or a tar or zip file, of any file system that Spark knows: /mnt/stills,"
              + " hdfs://…, s3a://….")
  private String in = "";

  @CommandLine.Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the tables are, or will be.")
  private String out = "";

  @CommandLine.Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "Have this Lynceus cluster look: its master's task port. Executors and master must"
              + " share a network that they trust. A token is taken from LYNCEUS_TOKEN.")
  private String cluster = "";

  @CommandLine.Option(
      names = "--workers",
      paramLabel = "local",
      description = "Look on the machines of the executors, each picture in a child process.")
  private String workers = "";

  @CommandLine.Option(
      names = "--installation",
      paramLabel = "CLASSPATH",
      description =
          "For --workers local: Lynceus on each of these machines (default: LYNCEUS_HOME/lib/*, or"
              + " else /usr/share/lynceus/lib/*).")
  private String installation = "";

  @CommandLine.Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "For --workers local: how long a child may look at one picture (default: 120).")
  private long limitSeconds;

  @CommandLine.Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "For --cluster: pictures that each Spark task has under way, 1 to 1000 (default: 8).")
  private int window;

  @CommandLine.Option(
      names = "--analyses",
      paramLabel = "NAME",
      split = ",",
      description = "Some of objects,faces,edges,corners (default: all), or those of plug-ins.")
  private List<String> analyses = List.of();

  @CommandLine.Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = {
        "As in SET of the task port: labels=person,car, min-score=0.5, tiles=3, edges=png,",
        "corners=points (default: their number). Can be repeated."
      })
  private Map<String, String> options = new HashMap<>();

  @CommandLine.Option(
      names = "--glob",
      paramLabel = "GLOB",
      defaultValue = "*",
      description = "Only files with such names: '*.{jpg,jpeg}' (default: all).")
  private String glob = "*";

  @CommandLine.Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only files that were changed at this time or later: 2026-11-30, or"
              + " 2026-11-30T08:00:00+01:00.")
  private String since = "";

  @CommandLine.Option(
      names = "--camera-pattern",
      paramLabel = "REGEX",
      description =
          "Where paths below --in name the camera, in the first group: '^([^/]+)/' is the first"
              + " folder.")
  private String cameraPattern = "";

  @CommandLine.Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The time zone of times in names, such as Europe/Rome (default: UTC).")
  private String zone = "UTC";

  @CommandLine.Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Files between two writes, 1 to 1000000: a run that is killed has lost at most these"
              + " (default: 5000).")
  private int batch;

  @CommandLine.Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description = "Do not end: list the files again after so many seconds, and do what is new.")
  private @Nullable Long watchSeconds;

  private ArchiveMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Ends with one of the exit codes above; with 0 it returns, as cluster managers want it. */
  public static void main(String[] args) {
    int exitCode =
        run(
            args,
            System.getenv(),
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()));
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().stop(); // else drivers on Kubernetes do not end
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static int run(
      String[] args, Map<String, String> environment, PrintWriter output, PrintWriter errors) {
    CommandLine line =
        new CommandLine(new ArchiveMain(environment))
            .setOut(output)
            .setErr(errors)
            .setParameterExceptionHandler(
                (wrong, given) -> {
                  errors.println(wrong.getMessage());
                  return USAGE;
                })
            .setExecutionExceptionHandler(
                (failure, given, parsed) -> {
                  errors.println(FailureText.of(failure));
                  return FAILED;
                });
    return line.execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    FileWalk.Selection selection = selection();
    ArchivePlan plan = plan();
    check("--batch", batch, 1, 1_000_000);
    long pause = watchSeconds == null ? 0 : watchSeconds;
    if (watchSeconds != null) {
      check("--watch", pause, 1, 86_400);
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("lynceus archive")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.conf().set("spark.sql.session.timeZone", "UTC"); // of a session that was there
    try (TableFolder first = folder(spark, plan)) {
      reach(plan.workers());
      FileWalk files = FileWalk.of(in, selection, spark.sparkContext().hadoopConfiguration());
      long left = once(spark, plan, first, files);
      while (watchSeconds != null) {
        Thread.sleep(Duration.ofSeconds(pause).toMillis());
        ArchivePlan round =
            plan(); // its ids are others: a master repeats replies that it has given
        try (TableFolder again = folder(spark, round)) {
          left =
              once(
                  spark,
                  round,
                  again,
                  FileWalk.of(in, selection, spark.sparkContext().hadoopConfiguration()));
        }
      }
      return left > 0 ? LEFT : 0;
    } catch (ArchiveException e) {
      if (String.valueOf(e.getMessage()).startsWith("--")) { // an option that cannot be used
        throw usage(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private TableFolder folder(SparkSession spark, ArchivePlan plan) {
    try {
      Path from = new Path(in);
      Path to = new Path(out);
      FileSystem system = from.getFileSystem(spark.sparkContext().hadoopConfiguration());
      String inside = system.makeQualified(from).toString();
      String folder =
          to.getFileSystem(spark.sparkContext().hadoopConfiguration()).makeQualified(to).toString();
      if ((folder + "/").startsWith(inside + "/")) {
        throw usage("--out lies in --in: the next run would read what this one writes");
      }
    } catch (IOException e) {
      throw new ArchiveException("--in or --out cannot be used: " + e.getMessage(), e);
    }
    return TableFolder.open(spark, out, plan.wanted().text());
  }

  /** So that a wrong address is told at once, and not after the tries of all tasks. */
  private static void reach(Workers workers) {
    if (workers instanceof Workers.Cluster cluster) {
      try {
        TaskClient.status(cluster.client());
      } catch (IOException e) {
        throw new ArchiveException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private long once(SparkSession spark, ArchivePlan plan, TableFolder table, FileWalk files) {
    long start = System.nanoTime();
    PrintWriter lines = command.commandLine().getOut();
    ArchiveRun run =
        new ArchiveRun(spark, plan, table, batch, sums -> lines.println(line(sums, start)));
    ArchiveRun.Sums sums = run.over(files);
    if (sums.files() == 0) {
      lines.println("nothing to do: there is no file in " + in + " that is asked for");
    }
    if (sums.open() > 0) {
      lines.printf(
          "%d pictures have no row: the cluster had no slave or no time for them; run it again%n",
          sums.open());
    }
    return sums.open();
  }

  private static String line(ArchiveRun.Sums sums, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d files: %d had rows; %d pictures, %d rejected, %d left; %.1f pictures/s",
        sums.files(),
        sums.known(),
        sums.pictures(),
        sums.rejected(),
        sums.open(),
        (sums.pictures() + sums.rejected()) / Math.max(seconds, 1e-3));
  }

  private ArchivePlan plan() {
    try {
      return new ArchivePlan(
          UUID.randomUUID().toString(),
          Wanted.of(analyses, options),
          new PathFacts(cameraPattern, zone),
          workers());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Workers workers() {
    if (cluster.isEmpty() == workers.isEmpty()) {
      throw usage("say who looks: either --cluster HOST:PORT or --workers local");
    }
    if (cluster.isEmpty()) {
      if (!workers.equals("local")) {
        throw usage("--workers is local; for a cluster use --cluster HOST:PORT");
      }
      check("--limit", limitSeconds, 1, 3600);
      return new Workers.Local(classPath(), Duration.ofSeconds(limitSeconds));
    }
    check("--window", window, 1, 1000);
    int colon = cluster.lastIndexOf(':');
    String host = colon < 0 ? cluster : cluster.substring(0, colon);
    try {
      int port =
          colon < 0 ? ClientConfig.DEFAULT_PORT : Integer.parseInt(cluster.substring(colon + 1));
      check("the port of --cluster", port, 1, 65_535);
      return new Workers.Cluster(
          host.replaceAll("[\\[\\]]", ""),
          port,
          environment.getOrDefault("LYNCEUS_TOKEN", ""),
          window);
    } catch (NumberFormatException e) {
      throw usage("--cluster is HOST:PORT, not '" + cluster + "'");
    }
  }

  private String classPath() {
    if (!installation.isEmpty()) {
      return installation;
    }
    return environment.getOrDefault("LYNCEUS_HOME", "/usr/share/lynceus") + "/lib/*";
  }

  private FileWalk.Selection selection() {
    try {
      return new FileWalk.Selection(glob, from());
    } catch (PatternSyntaxException e) {
      throw usage("--glob is such as '*.{jpg,jpeg}', not '" + glob + "'");
    } catch (DateTimeParseException e) {
      throw usage(
          "--since is such as 2026-11-30 or 2026-11-30T08:00:00+01:00, not '" + since + "'");
    }
  }

  private Instant from() {
    if (since.isEmpty()) {
      return Instant.EPOCH;
    }
    return since.length() <= 10
        ? LocalDate.parse(since).atStartOfDay(ZoneId.of(zone)).toInstant()
        : OffsetDateTime.parse(since).toInstant();
  }

  private void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw usage("%s is %d to %d, not %d".formatted(option, least, most, value));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
