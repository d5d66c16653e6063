package io.lynceus.spark;

import io.lynceus.spark.table.PictureSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stories of archives have in common. */
@ExtendWith(SharedSpark.class)
abstract class ArchiveStory {
  /** For what must happen at last, even on a slow machine. */
  static final Duration TIMEOUT = Duration.ofMinutes(10);

  static final String PATTERN = "^([^/]+)/";

  /** Of the shared archive. */
  static final List<String> PICTURES =
      List.of(
          "door/20250309170559.png",
          "more.tar!/a/camera.png",
          "more.tar!/a/coffee.png",
          "yard/astronaut.png",
          "yard/rocket.jpg");

  static final List<String> REJECTED = List.of("yard/empty.jpg", "yard/text.jpg");

  @TempDir Path folder;

  /** What a run has said, and how it ended. */
  record Ran(int exitCode, String output, String errors) {}

  /** A run with this JVM's session. */
  static Ran run(String... args) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        ArchiveMain.run(
            args, Map.of(), new PrintWriter(output, true), new PrintWriter(errors, true));
    return new Ran(exitCode, output.toString(), errors.toString());
  }

  /** A run over the shared archive, without a report. */
  static Ran run(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("--no-report"));
    args.addAll(arguments(out));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  static List<String> arguments(Path out) {
    return List.of(
        "--in",
        SharedSpark.setting().archive().toString(),
        "--out",
        out.toString(),
        "--camera-pattern",
        PATTERN);
  }

  static SparkSession spark() {
    return SharedSpark.setting().spark();
  }

  static String master() {
    return SharedSpark.setting().lynceus().client().address();
  }

  static String[] cluster() {
    return new String[] {"--cluster", master()};
  }

  static String[] local(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("--workers", "local", "--installation", InstalledLynceus.classPath()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  static Dataset<Row> pictures(Path out) {
    return spark().read().schema(PictureSchema.PICTURES).parquet(out.toString());
  }

  static Dataset<Row> rejected(Path out) {
    return spark()
        .read()
        .schema(PictureSchema.REJECTED)
        .parquet(out.resolve("_rejected").toString());
  }

  /** The rows without what is another in each run. */
  static List<String> texts(Dataset<Row> rows) {
    return rows.drop("run", "written", "took_ms").toJSON().collectAsList().stream()
        .sorted()
        .toList();
  }

  static List<String> paths(Dataset<Row> rows) {
    return rows.select("path").collectAsList().stream().map(r -> r.getString(0)).sorted().toList();
  }
}
