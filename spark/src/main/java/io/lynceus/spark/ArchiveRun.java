package io.lynceus.spark;

import static org.apache.spark.sql.functions.col;

import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.table.PictureRow;
import io.lynceus.spark.table.PictureSchema;
import io.lynceus.spark.table.TableFolder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Goes once over the files of an archive, batch by batch. A batch is one job of Spark, and written
 * when it is done: what a run has written stays, whenever the run ends. Driver's thread.
 */
final class ArchiveRun {
  /** More tasks than processors: they end at about the same time. */
  private static final int TASKS_PER_PROCESSOR = 3;

  /** An archive holds many pictures; how many is not known before it is read. */
  private static final int PICTURES_OF_AN_ARCHIVE = 1000;

  /**
   * Files that are looked up in the table at once: each time all of its rows are gone through, and
   * a batch is far too few for that. Archives are looked up a batch at a time: the driver gets a
   * row for each picture in them, and nobody knows how many these are.
   */
  private static final int LOOKED_UP = 100_000;

  private final SparkSession spark;
  private final ArchivePlan plan;
  private final TableFolder table;
  private final int batch;
  private final RunVoice voice;
  private final RunProgress progress;

  /**
   * What a run has done so far.
   *
   * @param files that were listed
   * @param known files that were passed over because all of them has rows
   * @param pictures rows in the table of pictures
   * @param rejected rows in the table of rejected ones
   * @param open pictures without a row, for which the cluster had no slave or no time
   */
  record Sums(long files, long known, long pictures, long rejected, long open) {
    static final Sums NONE = new Sums(0, 0, 0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(
          files + other.files,
          known + other.known,
          pictures + other.pictures,
          rejected + other.rejected,
          open + other.open);
    }

    /** Pictures that were looked at. */
    long looked() {
      return pictures + rejected + open;
    }
  }

  /**
   * Prepares a run.
   *
   * @param batch files of one job; an archive counts as {@value #PICTURES_OF_AN_ARCHIVE}
   * @param progress of this run, to which what is done is added
   */
  ArchiveRun(
      SparkSession spark,
      ArchivePlan plan,
      TableFolder table,
      int batch,
      RunVoice voice,
      RunProgress progress) {
    this.spark = spark;
    this.plan = plan;
    this.table = table;
    this.batch = batch;
    this.voice = voice;
    this.progress = progress;
  }

  /**
   * Does what has no row.
   *
   * @param counting begun before the first picture is looked at; nothing is counted for a run that
   *     has nothing to do
   */
  void over(Iterator<ArchiveFile> files, Runnable counting) {
    boolean first = true;
    int some = table.begunEmpty() ? batch : Math.max(batch, LOOKED_UP);
    while (files.hasNext()) {
      List<ArchiveFile> listed = next(files, some);
      List<ArchiveFile> open = table.open(listed);
      progress.passedOver((long) listed.size() - open.size(), bytes(listed) - bytes(open));
      for (Iterator<ArchiveFile> rest = open.iterator(); rest.hasNext(); first = false) {
        if (first) {
          counting.run();
        }
        one(next(rest, batch));
        voice.note(line(progress));
      }
      if (open.isEmpty()) {
        voice.note(line(progress));
      }
    }
  }

  private List<ArchiveFile> next(Iterator<ArchiveFile> files, int most) {
    List<ArchiveFile> some = new ArrayList<>();
    int inArchives = 0;
    for (int weight = 0; weight < most && inArchives < batch && files.hasNext(); ) {
      ArchiveFile file = files.next();
      some.add(file);
      int more = file.form() == ArchiveFile.Form.PICTURE ? 1 : PICTURES_OF_AN_ARCHIVE;
      weight += more;
      inArchives += more > 1 ? more : 0;
    }
    return some;
  }

  private static long bytes(List<ArchiveFile> files) {
    return files.stream().mapToLong(ArchiveFile::bytes).sum();
  }

  private void one(List<ArchiveFile> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    TaskCounts counts = TaskCounts.of(spark.sparkContext());
    int tasks = Math.min(files.size(), TASKS_PER_PROCESSOR * context.defaultParallelism());
    JavaRDD<Row> rows =
        context
            .parallelize(files, tasks)
            .mapPartitions(new PictureTask(plan, context.hadoopConfiguration(), counts));
    Dataset<Row> work = spark.createDataFrame(rows, PictureSchema.WORK);
    work = work.persist(StorageLevel.MEMORY_AND_DISK());
    progress.begun(counts);
    try {
      long pictures = 0;
      long rejected = 0;
      long left = 0;
      for (Row kind : work.groupBy(col(PictureSchema.KIND)).count().collectAsList()) {
        switch (kind.getString(0)) {
          case PictureRow.PICTURE -> pictures = kind.getLong(1);
          case PictureRow.REJECTED -> rejected = kind.getLong(1);
          default -> left = kind.getLong(1);
        }
      }
      table.add(work, pictures, rejected);
      progress.written(new Sums(files.size(), 0, pictures, rejected, left), bytes(files));
    } finally {
      work.unpersist();
    }
  }

  /**
   * Such as {@code 5000 files: 0 had rows; 4987 pictures, 13 rejected, 0 left; 61.4 pictures/s}.
   */
  static String line(RunProgress progress) {
    Sums sums = progress.sums();
    double seconds = Math.max(1e-3, progress.elapsed().toNanos() / 1e9);
    return String.format(
        Locale.ROOT,
        "%d files: %d had rows; %d pictures, %d rejected, %d left; %.1f pictures/s",
        sums.files(),
        sums.known(),
        sums.pictures(),
        sums.rejected(),
        sums.open(),
        sums.looked() / seconds);
  }
}
