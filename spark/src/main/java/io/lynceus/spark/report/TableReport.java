package io.lynceus.spark.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.spark.plan.ArchiveException;
import io.lynceus.spark.report.ReportPage.Heading;
import io.lynceus.spark.table.TableFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Writes {@code _report.html} into the folder of a table. Its name begins with an underscore since
 * Spark takes all other files there for rows. Driver's thread.
 */
public final class TableReport {
  private static final String NAME = "_report.html";

  private final SparkSession spark;
  private final String out;

  /**
   * Of a folder that holds a table.
   *
   * @param out as Hadoop names it
   */
  public TableReport(SparkSession spark, String out) {
    this.spark = spark;
    this.out = out;
  }

  /**
   * Writes the report, in the place of an older one.
   *
   * @param table the tables to report of
   * @param in the archive, for the heading
   * @param changed whether the run has written rows; if not, a report that is newer than all rows
   *     stays
   * @return where the report is; empty when an older one stays
   * @throws ArchiveException when it cannot be written
   */
  public Optional<String> write(
      TableFolder table, String in, boolean changed, Duration elapsed, Instant now) {
    Path file = new Path(out, NAME);
    try {
      FileSystem system = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
      if (!changed && system.exists(file) && !isOlderThanRows(system, file)) {
        return Optional.empty();
      }
      TableFacts facts = new TableQuery(table.pictures(), table.rejected()).facts();
      String page = new ReportPage(facts, new Heading(in, out, now, elapsed)).markup();
      try (OutputStream stream = system.create(file, true)) {
        stream.write(page.getBytes(UTF_8));
      }
      return Optional.of(system.makeQualified(file).toUri().toString());
    } catch (IOException e) {
      throw new ArchiveException("the report cannot be written: " + e.getMessage(), e);
    }
  }

  /** By the files that Spark leaves in a table when it has written rows. */
  private boolean isOlderThanRows(FileSystem system, Path report) throws IOException {
    long written = system.getFileStatus(report).getModificationTime();
    for (String mark : List.of("_SUCCESS", "_rejected/_SUCCESS")) {
      Path file = new Path(out, mark);
      if (system.exists(file) && system.getFileStatus(file).getModificationTime() > written) {
        return true;
      }
    }
    return false;
  }
}
