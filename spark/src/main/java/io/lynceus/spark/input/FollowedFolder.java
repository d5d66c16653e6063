package io.lynceus.spark.input;

import io.lynceus.spark.plan.ArchiveException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The new files of a folder that grows, from Structured Streaming's source {@code binaryFile}. Its
 * checkpoint remembers by name which files were given. The source gives names, sizes and times
 * only; it does not read contents, as long as the column {@code content} is not asked for.
 *
 * @param in the folder, as Hadoop names it
 * @param selection of its files; others are remembered as given
 * @param most files at a time
 * @param checkpoint the folder with the checkpoint
 */
public record FollowedFolder(String in, FileWalk.Selection selection, int most, String checkpoint) {
  /** Spark's, all columns. */
  private static final StructType FILE =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("modificationTime", DataTypes.TimestampType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  /** Else Spark passes over files that are a week older than the newest that it has seen. */
  private static final String ANY_AGE = "36500d";

  /** What is done with new files. */
  @FunctionalInterface
  public interface Batch {
    /** When it returns, the files are not given again. When it throws, they are. */
    void work(List<ArchiveFile> files) throws InterruptedException;
  }

  /**
   * Lists the folder again and again, and has its new files worked on, until that throws or the
   * session is stopped.
   *
   * @param pause from one listing to the next
   * @throws InterruptedException when this thread is interrupted; the query has been stopped
   */
  public void follow(SparkSession spark, Duration pause, Batch batch) throws InterruptedException {
    String root = root(spark.sparkContext().hadoopConfiguration());
    VoidFunction2<Dataset<Row>, Long> each = (rows, id) -> batch.work(files(root, rows));
    StreamingQuery query;
    try {
      query =
          spark
              .readStream()
              .format("binaryFile")
              .schema(FILE)
              .option("recursiveFileLookup", true)
              .option("maxFilesPerTrigger", most)
              .option("maxFileAge", ANY_AGE)
              .option("ignoreMissingFiles", true)
              .load(in)
              .select("path", "modificationTime", "length")
              .writeStream()
              .option("checkpointLocation", checkpoint)
              .trigger(Trigger.ProcessingTime(pause.toMillis()))
              .foreachBatch(each)
              .start();
    } catch (TimeoutException e) {
      throw new ArchiveException("Spark's stream does not start: " + e.getMessage(), e);
    }
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      throw new IllegalStateException("the stream has ended", e); // its cause says why
    } finally {
      stop(query);
    }
  }

  private static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new ArchiveException("Spark's stream does not end: " + e.getMessage(), e);
    }
  }

  private String root(Configuration hadoop) {
    try {
      Path path = new Path(in);
      var status = path.getFileSystem(hadoop).getFileStatus(path);
      if (status.isFile()) {
        throw new ArchiveException("--follow: --in is a folder, and " + in + " is a file");
      }
      String root = status.getPath().toString();
      return root.endsWith("/") ? root : root + "/";
    } catch (IOException e) {
      throw new ArchiveException("--in: there is no folder " + in + " that can be read", e);
    }
  }

  private List<ArchiveFile> files(String root, Dataset<Row> rows) {
    List<ArchiveFile> files = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      String uri = row.getString(0);
      Instant modified = row.getTimestamp(1).toInstant();
      if (selection.takes(new Path(uri).getName(), modified)) {
        String path = uri.startsWith(root) ? uri.substring(root.length()) : uri;
        files.add(new ArchiveFile(uri, path, row.getLong(2), modified, Set.of()));
      }
    }
    return files;
  }
}
