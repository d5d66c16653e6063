package io.lynceus.spark.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.plan.ArchiveException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a run writes into: the table of pictures, partitioned by date and camera; {@code
 * _rejected} beside it; and {@code _lynceus}, a file that says which schema and which question the
 * tables are of. Used by the driver's thread.
 */
public final class TableFolder implements AutoCloseable {
  private static final String REJECTED = "_rejected";
  private static final String MARK = "_lynceus";
  private static final int MOST_MARK_BYTES = 64 << 10;

  private final SparkSession spark;
  private final Path root;
  private @Nullable Dataset<Row> known;
  private final boolean begunEmpty;

  private TableFolder(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
    this.begunEmpty = !hasRows(root) && !hasRows(new Path(root, REJECTED));
  }

  /**
   * Opens the folder, and makes it if it does not exist.
   *
   * @param question what is looked for in every picture
   * @throws ArchiveException when it holds something else, or cannot be read or written
   */
  public static TableFolder open(SparkSession spark, String out, String question) {
    Path root = new Path(out);
    String mark = "lynceus archive, schema " + PictureSchema.VERSION + "\n" + question + "\n";
    try {
      FileSystem system = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
      Optional<String> there = mark(system, new Path(root, MARK));
      if (there.isPresent()) {
        requireSame(out, there.get(), mark);
      } else {
        requireEmpty(system, root, out);
        system.mkdirs(root);
        try (OutputStream file = system.create(new Path(root, MARK), false)) {
          file.write(mark.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new ArchiveException("--out: " + out + " cannot be used: " + e.getMessage(), e);
    }
    return new TableFolder(spark, root);
  }

  private static Optional<String> mark(FileSystem system, Path file) throws IOException {
    try (InputStream in = system.open(file)) {
      return Optional.of(new String(in.readNBytes(MOST_MARK_BYTES), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void requireSame(String out, String there, String mark) {
    if (!there.equals(mark)) {
      List<String> has = there.lines().toList();
      List<String> wants = mark.lines().toList();
      boolean schema = !has.isEmpty() && has.get(0).equals(wants.get(0));
      throw new ArchiveException(
          schema && has.size() > 1
              ? "--out: %s holds rows for other options (%s), now it is %s: name another folder"
                  .formatted(out, has.get(1), wants.get(1))
              : "--out: %s has another schema (%s), this version writes '%s': name another folder"
                  .formatted(out, has.isEmpty() ? "unknown" : has.get(0), wants.get(0)));
    }
  }

  private static void requireEmpty(FileSystem system, Path root, String out) throws IOException {
    if (system.exists(root)
        && (system.getFileStatus(root).isFile() || system.listStatus(root).length > 0)) {
      throw new ArchiveException(
          "--out: %s holds files that are not of an archive: name a new folder".formatted(out));
    }
  }

  /** Whether there was no row when it was opened; false when that is not known. */
  public boolean begunEmpty() {
    return begunEmpty;
  }

  private boolean hasRows(Path table) {
    try {
      FileSystem system = system(table);
      if (!system.exists(table)) {
        return false;
      }
      RemoteIterator<FileStatus> files = system.listStatusIterator(table);
      while (files.hasNext()) {
        String name = files.next().getPath().getName();
        if (!name.startsWith("_") && !name.startsWith(".")) { // a partition, or a file of rows
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // which costs time only
    }
  }

  private FileSystem system(Path folder) throws IOException {
    return folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /** The rows of pictures. */
  public Dataset<Row> pictures() {
    return read(root, PictureSchema.PICTURES);
  }

  /** The rows of rejected files and pictures. */
  public Dataset<Row> rejected() {
    return read(new Path(root, REJECTED), PictureSchema.REJECTED);
  }

  private Dataset<Row> read(Path folder, org.apache.spark.sql.types.StructType schema) {
    try {
      if (!system(folder).exists(folder)) {
        return spark.createDataFrame(List.<Row>of(), schema);
      }
    } catch (IOException e) {
      throw new ArchiveException("--out: " + folder + " cannot be read: " + e.getMessage(), e);
    }
    return spark.read().schema(schema).parquet(folder.toString());
  }

  /**
   * The files that have something to be read, with what is known of them.
   *
   * @param files some of the archive
   */
  public List<ArchiveFile> open(List<ArchiveFile> files) {
    if (begunEmpty) {
      return files;
    }
    Dataset<Row> names =
        spark
            .createDataset(files.stream().map(ArchiveFile::path).toList(), Encoders.STRING())
            .toDF("name");
    List<Row> rows =
        known()
            .join(
                org.apache.spark.sql.functions.broadcast(names),
                col("file").equalTo(col("name")),
                "left_semi")
            .collectAsList();
    Map<String, Set<String>> keys = new HashMap<>();
    Set<String> unchanged = new HashSet<>();
    for (Row row : rows) {
      String path = row.getString(0);
      String file = row.getString(1);
      String sha256 = row.getString(2);
      keys.computeIfAbsent(file, unused -> new HashSet<>())
          .add(
              ArchivePicture.keyOf(
                  path, Optional.ofNullable(sha256), Optional.ofNullable(row.getString(5))));
      if (sha256 != null) {
        unchanged.add(stamp(path, row.getLong(3), row.getTimestamp(4)));
      }
    }
    List<ArchiveFile> open = new ArrayList<>();
    for (ArchiveFile file : files) {
      Timestamp modified = Timestamp.from(file.modified());
      if (!unchanged.contains(stamp(file.path(), file.bytes(), modified))) {
        open.add(file.withKnown(keys.getOrDefault(file.path(), Set.of())));
      }
    }
    return open;
  }

  private static String stamp(String path, long bytes, Timestamp modified) {
    return path + "\n" + bytes + "\n" + modified.getTime();
  }

  /** Of each row that was there when this run began: path, file, hash, size, time and code. */
  private Dataset<Row> known() {
    Dataset<Row> rows = known;
    if (rows == null) {
      rows =
          pictures()
              .select("path", "file", "sha256", "bytes", "modified")
              .withColumn("code", lit(null).cast("string"))
              .union(rejected().select("path", "file", "sha256", "bytes", "modified", "code"))
              .persist(StorageLevel.MEMORY_AND_DISK());
      known = rows;
    }
    return rows;
  }

  /**
   * Adds rows to the tables: each table gets all of its rows, or none when this fails.
   *
   * @param work rows of {@link PictureSchema#WORK}
   * @param pictures how many of them are for the table of pictures
   * @param rejected how many are for the table of rejected ones
   */
  public void add(Dataset<Row> work, long pictures, long rejected) {
    if (pictures > 0) {
      work.filter(col(PictureSchema.KIND).equalTo(PictureRow.PICTURE))
          .selectExpr(PictureSchema.PICTURES.fieldNames())
          .repartition(col("date"), col("camera"))
          .write()
          .mode(SaveMode.Append)
          .partitionBy("date", "camera")
          .parquet(root.toString());
    }
    if (rejected > 0) {
      work.filter(col(PictureSchema.KIND).equalTo(PictureRow.REJECTED))
          .selectExpr(PictureSchema.REJECTED.fieldNames())
          .coalesce(1)
          .write()
          .mode(SaveMode.Append)
          .parquet(new Path(root, REJECTED).toString());
    }
  }

  @Override
  public void close() {
    if (known != null) {
      known.unpersist();
    }
  }
}
