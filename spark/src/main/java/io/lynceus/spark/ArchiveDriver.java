package io.lynceus.spark;

import io.lynceus.client.TaskClient;
import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.FileWalk;
import io.lynceus.spark.input.FollowedFolder;
import io.lynceus.spark.options.ArchiveOptions;
import io.lynceus.spark.plan.ArchiveException;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.plan.Workers;
import io.lynceus.spark.report.TableReport;
import io.lynceus.spark.table.TableFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What the driver does: one run, or with {@code --watch} one after the other, or with {@code
 * --follow} what Structured Streaming finds.
 */
final class ArchiveDriver {
  /** Beside the table; Spark takes it for no part of it. */
  private static final String CHECKPOINT = "_checkpoint";

  private final ArchiveOptions options;
  private final Map<String, String> environment;
  private final RunVoice voice;

  ArchiveDriver(ArchiveOptions options, Map<String, String> environment, RunVoice voice) {
    this.options = options;
    this.environment = environment;
    this.voice = voice;
  }

  /**
   * Runs.
   *
   * @param watched whether somebody hears of the progress
   * @return the exit code
   */
  int run(boolean watched) throws InterruptedException {
    ArchivePlan plan = options.plan(environment); // checks --zone, which --since needs
    FileWalk.Selection selection = options.selection();
    SparkSession spark =
        SparkSession.builder()
            .appName("lynceus archive")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.conf().set("spark.sql.session.timeZone", "UTC"); // of a session that was there
    try {
      if (options.follow().isPresent()) {
        return follow(spark, plan, selection, options.follow().get());
      }
      int exitCode = once(spark, plan, selection, watched);
      Optional<Duration> pause = options.pause();
      while (pause.isPresent()) {
        Thread.sleep(pause.get().toMillis());
        // Its ids are others: a master repeats replies that it has given.
        exitCode = once(spark, options.plan(environment), selection, watched);
      }
      return exitCode;
    } catch (ArchiveException e) {
      if (String.valueOf(e.getMessage()).startsWith("--")) { // an option that cannot be used
        throw options.usage(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private int once(
      SparkSession spark, ArchivePlan plan, FileWalk.Selection selection, boolean watched) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    requireApart(hadoop);
    try (TableFolder table = TableFolder.open(spark, options.out(), plan.wanted().text())) {
      reach(plan.workers());
      FileWalk files = FileWalk.of(options.in(), selection, hadoop);
      RunProgress progress = new RunProgress(System::nanoTime);
      try (Telling telling = new Telling(spark, progress)) {
        if (watched) {
          telling.begin();
        }
        new ArchiveRun(spark, plan, table, options.batch(), voice, progress)
            .over(files, watched ? () -> count(selection, hadoop, progress) : () -> {});
      }
      return end(spark, table, files, progress);
    }
  }

  /** Ends by an exception, or when the session does. It writes no report, since it has no end. */
  private int follow(
      SparkSession spark, ArchivePlan first, FileWalk.Selection selection, Duration pause)
      throws InterruptedException {
    requireApart(spark.sparkContext().hadoopConfiguration());
    try (ReopenedTable table = new ReopenedTable(spark, options.out(), first.wanted().text())) {
      table.get();
      reach(first.workers());
      new FollowedFolder(options.in(), selection, options.batch(), options.out() + "/" + CHECKPOINT)
          .follow(spark, pause, files -> untilAllHaveRows(spark, table, files, pause));
    }
    return 0;
  }

  /** A checkpoint does not know pictures without a row: all must have one before it is written. */
  private void untilAllHaveRows(
      SparkSession spark, ReopenedTable table, List<ArchiveFile> files, Duration pause)
      throws InterruptedException {
    for (long open = 1; open > 0; ) {
      RunProgress progress = new RunProgress(System::nanoTime);
      // Its ids are others each time: a master repeats replies that it has given.
      ArchivePlan plan = options.plan(environment);
      new ArchiveRun(spark, plan, table.get(), options.batch(), voice, progress)
          .over(files.iterator(), () -> {});
      open = progress.sums().open();
      if (open > 0) {
        voice.error(
            ("%d pictures have no row: the cluster had no slave or no time for them; they are tried"
                    + " again in %d s")
                .formatted(open, pause.toSeconds()));
        table.close(); // so that the rows of this time are known the next time
        Thread.sleep(pause.toMillis());
      }
    }
  }

  /** A table that is opened again when it was closed. */
  private static final class ReopenedTable implements AutoCloseable {
    private final SparkSession spark;
    private final String out;
    private final String question;
    private @Nullable TableFolder table;

    ReopenedTable(SparkSession spark, String out, String question) {
      this.spark = spark;
      this.out = out;
      this.question = question;
    }

    TableFolder get() {
      TableFolder open = table;
      if (open == null) {
        open = TableFolder.open(spark, out, question);
        table = open;
      }
      return open;
    }

    @Override
    public void close() {
      TableFolder open = table;
      table = null;
      if (open != null) {
        open.close();
      }
    }
  }

  private int end(SparkSession spark, TableFolder table, FileWalk files, RunProgress progress) {
    ArchiveRun.Sums sums = progress.sums();
    if (sums.files() == 0) {
      voice.note("nothing to do: there is no file in " + options.in() + " that is asked for");
    }
    if (options.report()) {
      new TableReport(spark, options.out())
          .write(table, options.in(), sums.looked() > 0, progress.elapsed(), Instant.now())
          .ifPresent(voice::report);
    }
    if (sums.open() > 0) {
      voice.error(
          "%d pictures have no row: the cluster had no slave or no time for them; run it again"
              .formatted(sums.open()));
    }
    Optional<String> fault = files.fault();
    fault.ifPresent(voice::error);
    return fault.isPresent() ? ArchiveMain.FAILED : sums.open() > 0 ? ArchiveMain.LEFT : 0;
  }

  private void requireApart(Configuration hadoop) {
    try {
      Path from = new Path(options.in());
      Path to = new Path(options.out());
      FileSystem system = from.getFileSystem(hadoop);
      String inside = system.makeQualified(from).toString();
      String folder = to.getFileSystem(hadoop).makeQualified(to).toString();
      if ((folder + "/").startsWith(inside + "/")) {
        throw options.usage("--out lies in --in: the next run would read what this one writes");
      }
    } catch (IOException e) {
      throw new ArchiveException("--in or --out cannot be used: " + e.getMessage(), e);
    }
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

  /** Lists the files a second time, beside the work, so that the remaining time is known. */
  private void count(FileWalk.Selection selection, Configuration hadoop, RunProgress progress) {
    Thread counting =
        new Thread(
            () -> {
              long files = 0;
              long bytes = 0;
              try {
                FileWalk all = FileWalk.of(options.in(), selection, hadoop);
                for (; all.hasNext(); files++) {
                  bytes += all.next().bytes();
                }
                progress.counted(new RunProgress.Total(files, bytes));
              } catch (ArchiveException e) {
                // The run itself says it.
              }
            },
            "lynceus-count");
    counting.setDaemon(true);
    counting.start();
  }

  /** Tells how far the run is, once a second, until it is closed. */
  private final class Telling implements AutoCloseable {
    private final SparkSession spark;
    private final RunProgress progress;
    private final ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lynceus-progress");
              thread.setDaemon(true);
              return thread;
            });

    Telling(SparkSession spark, RunProgress progress) {
      this.spark = spark;
      this.progress = progress;
    }

    void begin() {
      spark.sparkContext().addSparkListener(progress);
      var unused =
          clock.scheduleAtFixedRate(() -> voice.progress(progress.state()), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      clock.shutdownNow();
      spark.sparkContext().removeSparkListener(progress);
    }
  }
}
