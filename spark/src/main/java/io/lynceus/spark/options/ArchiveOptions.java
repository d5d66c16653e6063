package io.lynceus.spark.options;

import io.lynceus.model.people.SeenFace;
import io.lynceus.spark.input.FileWalk;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.plan.PathFacts;
import io.lynceus.spark.plan.Wanted;
import io.lynceus.spark.plan.Workers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of {@code lynceus archive} and of the program for {@code spark-submit}: which
 * pictures, who looks at them, where the rows go.
 */
public final class ArchiveOptions {
  private static final int MOST_BATCH = 1_000_000;
  private static final long MOST_WATCH_SECONDS = 86_400;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling anything else
  private CommandSpec command;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "PATH",
      description =
          "A folder, or a tar or zip file, of any file system that Spark knows: /mnt/stills,"
              + " hdfs://…, s3a://….")
  private String in = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the tables are, or will be.")
  private String out = "";

  @Mixin
  @SuppressWarnings("FieldMayBeFinal") // picocli fills it
  private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--workers",
      paramLabel = "local",
      description = "Look on the machines of the executors, each picture in a child process.")
  private String workers = "";

  @Option(
      names = "--installation",
      paramLabel = "CLASSPATH",
      description =
          "For --workers local: Lynceus on each of these machines, such as /opt/lynceus/lib/*"
              + " (default: LYNCEUS_HOME/lib/*, or else /usr/share/lynceus/lib/*).")
  private String installation = "";

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "For --workers local: how long a child may look at one picture (default: 120).")
  private long limitSeconds;

  @Option(
      names = "--analyses",
      paramLabel = "NAME",
      split = ",",
      description = "Some of objects,faces,edges,corners (default: all), or those of plug-ins.")
  private List<String> analyses = List.of();

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = {
        "As in SET of the task port: labels=person,car, min-score=0.5, tiles=3, edges=png,",
        "corners=points (default: their number). Can be repeated."
      })
  private Map<String, String> options = new HashMap<>();

  @Option(
      names = "--glob",
      paramLabel = "GLOB",
      defaultValue = "*",
      description = "Only files with such names: '*.{jpg,jpeg}' (default: all).")
  private String glob = "*";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only files that were changed at this time or later: 2026-11-30, or"
              + " 2026-11-30T08:00:00+01:00.")
  private String since = "";

  @Option(
      names = "--camera-pattern",
      paramLabel = "REGEX",
      description =
          "Where paths below --in name the camera, in the first group: '^([^/]+)/' is the first"
              + " folder.")
  private String cameraPattern = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The time zone of times in names, such as Europe/Rome (default: UTC).")
  private String zone = "UTC";

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Files between two writes, 1 to 1000000: a run that is killed has lost at most these"
              + " (default: 5000).")
  private int batch;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description = "Do not end: list the files again after so many seconds, and do what is new.")
  private @Nullable Long watchSeconds;

  @Option(
      names = "--follow",
      paramLabel = "SECONDS",
      description =
          "Do not end: look for new files after so many seconds by Structured Streaming, which"
              + " remembers names beside the table. Files that change in place are not seen.")
  private @Nullable Long followSeconds;

  @Option(
      names = "--no-report",
      description = "Write no report.html: of a large table it takes minutes.")
  private boolean noReport;

  /** As Hadoop names it. */
  public String in() {
    return in;
  }

  /** As Hadoop names it. */
  public String out() {
    return out;
  }

  /** Files of one job, 1 to 1,000,000. */
  public int batch() {
    return batch;
  }

  /** How long to wait before the files are listed again; empty when one time is enough. */
  public Optional<Duration> pause() {
    return Optional.ofNullable(watchSeconds).map(Duration::ofSeconds);
  }

  /** How long Structured Streaming waits from one listing to the next; empty: without it. */
  public Optional<Duration> follow() {
    return Optional.ofNullable(followSeconds).map(Duration::ofSeconds);
  }

  /** Whether a report is wanted. */
  public boolean report() {
    return !noReport;
  }

  /** Without a cluster, the machines of the executors look. */
  public void lookLocallyUnlessSaid() {
    if (!cluster.isNamed() && workers.isEmpty()) {
      workers = "local";
    }
  }

  /** Whether the executors' machines look, and it is not said where Lynceus is on them. */
  public boolean needInstallation() {
    return !cluster.isNamed() && installation.isEmpty();
  }

  /**
   * Checks what {@link #plan} and {@link #selection} do not.
   *
   * @throws ParameterException naming the option that is wrong
   */
  public void check() {
    check("--batch", batch, 1, MOST_BATCH);
    check("--window", cluster.window(), 1, ClusterOptions.MOST_WINDOW);
    check("--limit", limitSeconds, 1, 3600);
    if (watchSeconds != null) {
      check("--watch", watchSeconds, 1, MOST_WATCH_SECONDS);
    }
    if (followSeconds != null) {
      check("--follow", followSeconds, 1, MOST_WATCH_SECONDS);
      if (watchSeconds != null) {
        throw usage("--watch and --follow are two ways to do the same: leave out one of them");
      }
    }
  }

  /**
   * What a run does. Each call makes another run.
   *
   * @param environment has the token of the cluster
   * @throws ParameterException naming the option that is wrong
   */
  public ArchivePlan plan(Map<String, String> environment) {
    try {
      return new ArchivePlan(
          UUID.randomUUID().toString(),
          Wanted.of(analyses, options),
          new PathFacts(cameraPattern, zone),
          workers(environment));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Workers workers(Map<String, String> environment) {
    if (cluster.isNamed() != workers.isEmpty()) {
      throw usage("say who looks: either --cluster HOST:PORT or --workers local");
    }
    if (!cluster.isNamed()) {
      cluster.requireNoTls();
      if (!workers.equals("local")) {
        throw usage("--workers is local; for a cluster use --cluster HOST:PORT");
      }
      if (analyses.contains(SeenFace.ANALYSIS.key())) {
        throw usage(
            "--analyses: embedding needs --cluster HOST:PORT: a table keeps no vectors of faces");
      }
      return new Workers.Local(classPath(environment), Duration.ofSeconds(limitSeconds));
    }
    return cluster.workers(environment);
  }

  private String classPath(Map<String, String> environment) {
    if (!installation.isEmpty()) {
      return installation;
    }
    return environment.getOrDefault("LYNCEUS_HOME", "/usr/share/lynceus") + "/lib/*";
  }

  /**
   * Which files.
   *
   * @throws ParameterException naming the option that is wrong
   */
  public FileWalk.Selection selection() {
    try {
      return new FileWalk.Selection(glob, from());
    } catch (PatternSyntaxException e) {
      throw usage("--glob is such as '*.{jpg,jpeg}', not '" + glob + "'");
    } catch (DateTimeException e) {
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

  /** What the user has to say in another way. */
  public ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
