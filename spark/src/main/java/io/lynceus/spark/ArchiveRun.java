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
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Goes once over the files of an archive, batch by batch. A batch is one job of Spark, and written
 * when it is done: what a run has written stays, whenever the run ends.
 */
final class ArchiveRun {
  /** More tasks than processors: they end at about the same time. */
  private static final int TASKS_PER_PROCESSOR = 3;

  private final SparkSession spark;
  private final ArchivePlan plan;
  private final TableFolder table;
  private final int batch;
  private final Consumer<Sums> progress;

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
  }

  /** An archive holds many pictures; how many is not known before it is read. */
  private static final int PICTURES_OF_AN_ARCHIVE = 1000;

  /**
   * @param batch files of one job; an archive counts as {@value #PICTURES_OF_AN_ARCHIVE}
   * @param progress hears of the sums after each batch
   */
  ArchiveRun(
      SparkSession spark, ArchivePlan plan, TableFolder table, int batch, Consumer<Sums> progress) {
    this.spark = spark;
    this.plan = plan;
    this.table = table;
    this.batch = batch;
    this.progress = progress;
  }

  Sums over(Iterator<ArchiveFile> files) {
    Sums sums = Sums.NONE;
    while (files.hasNext()) {
      List<ArchiveFile> some = new ArrayList<>();
      for (int weight = 0; weight < batch && files.hasNext(); ) {
        ArchiveFile file = files.next();
        some.add(file);
        weight += file.form() == ArchiveFile.Form.PICTURE ? 1 : PICTURES_OF_AN_ARCHIVE;
      }
      sums = sums.plus(one(some));
      progress.accept(sums);
    }
    return sums;
  }

  private Sums one(List<ArchiveFile> files) {
    List<ArchiveFile> open = table.open(files);
    long known = (long) files.size() - open.size();
    if (open.isEmpty()) {
      return new Sums(files.size(), known, 0, 0, 0);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(open.size(), TASKS_PER_PROCESSOR * context.defaultParallelism());
    JavaRDD<Row> rows =
        context
            .parallelize(open, tasks)
            .mapPartitions(new PictureTask(plan, context.hadoopConfiguration()));
    Dataset<Row> work = spark.createDataFrame(rows, PictureSchema.WORK);
    work = work.persist(StorageLevel.MEMORY_AND_DISK());
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
      if (pictures + rejected > 0) {
        table.add(work);
      }
      return new Sums(files.size(), known, pictures, rejected, left);
    } finally {
      work.unpersist();
    }
  }
}
