package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.input.ArchivePictures;
import io.lynceus.spark.input.FileWalk;
import io.lynceus.spark.plan.PathFacts;
import io.lynceus.spark.table.PictureRow;
import io.lynceus.spark.table.PictureSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Runs over an archive with Spark's own engine, a cluster of processes, and children. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveIT {
  private static final Path SAMPLES = Path.of("../samples");

  /** For what must happen at last, even on a slow machine. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final String PATTERN = "^([^/]+)/";
  private static final List<String> PICTURES =
      List.of(
          "door/20250309170559.png",
          "more.tar!/a/camera.png",
          "more.tar!/a/coffee.png",
          "yard/astronaut.png",
          "yard/rocket.jpg");
  private static final List<String> REJECTED = List.of("yard/empty.jpg", "yard/text.jpg");

  private static final Pattern A_PICTURE_HAS_A_ROW = Pattern.compile(" [1-9]\\d* pictures, ");

  @TempDir static Path shared;
  private static Path archive;
  private static InstalledLynceus lynceus;
  private static SparkSession spark;

  @TempDir Path folder;
  private Process submitted;

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    if (submitted != null) {
      submitted.destroyForcibly().waitFor();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    archive = shared.resolve("archive");
    Files.createDirectories(archive.resolve("door"));
    Files.createDirectories(archive.resolve("yard"));
    Files.copy(SAMPLES.resolve("chelsea.png"), archive.resolve("door/20250309170559.png"));
    Files.copy(SAMPLES.resolve("rocket.jpg"), archive.resolve("yard/rocket.jpg"));
    Files.copy(SAMPLES.resolve("astronaut.png"), archive.resolve("yard/astronaut.png"));
    Files.createFile(archive.resolve("yard/empty.jpg"));
    Files.writeString(archive.resolve("yard/text.jpg"), "this is no picture");
    try (OutputStream file = Files.newOutputStream(archive.resolve("more.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
      for (String name : List.of("camera.png", "coffee.png")) {
        TarArchiveEntry entry = new TarArchiveEntry(SAMPLES.resolve(name).toFile(), "a/" + name);
        tar.putArchiveEntry(entry);
        Files.copy(SAMPLES.resolve(name), tar);
        tar.closeArchiveEntry();
      }
    }
    lynceus = new InstalledLynceus(shared);
    lynceus.start();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.local.dir", shared.resolve("spark").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  static void end() {
    if (spark != null) {
      spark.stop();
    }
    if (lynceus != null) {
      lynceus.close();
    }
  }

  /** What a run has said, and how it ended. */
  private record Ran(int exitCode, String output, String errors) {}

  private static Ran run(String... args) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        ArchiveMain.run(
            args, Map.of(), new PrintWriter(output, true), new PrintWriter(errors, true));
    return new Ran(exitCode, output.toString(), errors.toString());
  }

  private static Ran run(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--in", archive.toString(), "--out", out.toString(), "--camera-pattern", PATTERN));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static String[] cluster() {
    return new String[] {"--cluster", lynceus.client().address()};
  }

  private static String[] local(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("--workers", "local", "--installation", InstalledLynceus.classPath()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static Dataset<Row> pictures(Path out) {
    return spark.read().schema(PictureSchema.PICTURES).parquet(out.toString());
  }

  private static Dataset<Row> rejected(Path out) {
    return spark.read().schema(PictureSchema.REJECTED).parquet(out.resolve("_rejected").toString());
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.drop("run", "written").toJSON().collectAsList().stream().sorted().toList();
  }

  private static List<String> paths(Dataset<Row> rows) {
    return rows.select("path").collectAsList().stream().map(r -> r.getString(0)).sorted().toList();
  }

  /** What the cluster replies to each picture of the archive, as rows. */
  private static Dataset<Row> replies() throws Exception {
    PathFacts facts = new PathFacts(PATTERN, "UTC");
    PictureRow rows = new PictureRow("test");
    List<Row> all = new ArrayList<>();
    FileWalk files = FileWalk.of(archive.toString(), FileWalk.Selection.ALL, new Configuration());
    try (TaskClient client = TaskClient.connect(lynceus.client())) {
      while (files.hasNext()) {
        ArchiveFile file = files.next();
        Path path = archive.resolve(file.path());
        ArchivePictures pictures = new ArchivePictures(file, uri -> Files.newInputStream(path));
        while (pictures.hasNext()) {
          ArchivePicture picture = pictures.next();
          Optional<Camera> camera = facts.camera(picture.path());
          Ask ask =
              Ask.DEFAULT
                  .withOption("corners", "count")
                  .withCamera(camera)
                  .withTime(facts.time(picture.path()));
          Reply reply =
              client
                  .submit(picture.content().orElseThrow().bytes(), ask)
                  .get(TIMEOUT.toMinutes(), TimeUnit.MINUTES);
          all.add(rows.of(picture, reply, ask));
        }
        pictures.close();
      }
    }
    return spark.createDataFrame(all, PictureSchema.WORK);
  }

  @Test
  void theRowsAreTheRepliesOfTheClusterAndASecondRunWritesNothing() throws Exception {
    Path out = folder.resolve("table");

    Ran first = run(out, cluster());

    assertThat(first.errors()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    assertThat(paths(rejected(out))).isEqualTo(REJECTED);
    Dataset<Row> replies = replies().persist();
    assertThat(texts(pictures(out)))
        .isEqualTo(
            texts(
                replies
                    .filter("kind = 'picture'")
                    .selectExpr(PictureSchema.PICTURES.fieldNames())));
    assertThat(texts(rejected(out)))
        .isEqualTo(
            texts(
                replies
                    .filter("kind = 'rejected'")
                    .selectExpr(PictureSchema.REJECTED.fieldNames())));
    assertThat(out.resolve("date=2025-03-09/camera=door")).isDirectory();
    Row door = pictures(out).filter("camera = 'door'").head();
    assertThat(door.<String>getAs("time_from")).isEqualTo("name");
    assertThat(door.<Object>getAs("time")).hasToString("2025-03-09 17:05:59.0");

    List<String> before = files(out);
    Ran second = run(out, cluster());

    assertThat(second.exitCode()).isZero();
    assertThat(second.output()).contains("0 pictures, 0 rejected, 0 left");
    assertThat(files(out)).isEqualTo(before);

    Files.copy(SAMPLES.resolve("coffee.png"), archive.resolve("yard/late.png"));
    try {
      assertThat(run(out, cluster()).output()).contains("1 pictures, 0 rejected, 0 left");
      assertThat(paths(pictures(out))).hasSize(PICTURES.size() + 1).doesNotHaveDuplicates();
    } finally {
      Files.delete(archive.resolve("yard/late.png"));
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void childrenOfTheExecutorsSeeWhatTheClusterSees() throws IOException {
    Path byCluster = folder.resolve("cluster");
    Path byChildren = folder.resolve("children");

    run(byCluster, cluster());
    Ran ran = run(byChildren, local());

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(texts(pictures(byChildren))).isEqualTo(texts(pictures(byCluster)));
    assertThat(texts(rejected(byChildren))).isEqualTo(texts(rejected(byCluster)));
  }

  @Test
  void anImageThatKillsCostsChildrenAndARowThatSaysSo() throws IOException {
    Path out = folder.resolve("table");
    String plugin = Path.of("target/test-classes").toAbsolutePath().toString();

    Ran ran =
        run(
            out,
            "--workers",
            "local",
            "--installation",
            InstalledLynceus.classPath() + ":" + plugin,
            "--analyses",
            "crash");

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    List<Row> outcomes =
        pictures(out)
            .selectExpr("path", "analyses['crash'].status", "analyses['crash'].message")
            .collectAsList();
    for (Row outcome : outcomes) {
      boolean deadly = outcome.getString(0).equals("yard/rocket.jpg");
      assertThat(outcome.getString(1)).as(outcome.getString(0)).isEqualTo(deadly ? "poison" : "ok");
      if (deadly) {
        assertThat(outcome.getString(2)).contains("exit code 134");
      }
    }
  }

  @Test
  void aRunWhoseDriverIsKilledIsContinuedByTheNext() throws Exception {
    Path out = folder.resolve("table");
    Path output = folder.resolve("output");
    Process driver = submit(output, out, "--batch", "1");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                !driver.isAlive() || A_PICTURE_HAS_A_ROW.matcher(Files.readString(output)).find());
    driver.destroyForcibly();
    driver.waitFor();
    long before = pictures(out).count();

    Ran second = run(out, cluster());

    assertThat(second.exitCode()).isZero();
    assertThat(before).isPositive();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    assertThat(paths(rejected(out))).isEqualTo(REJECTED);
  }

  /** The jar as a user starts it, beside Spark's own libraries. */
  @Test
  void theJarRunsBesideSparksOwnLibraries() throws Exception {
    Path out = folder.resolve("table");
    Path output = folder.resolve("output");

    Process driver = submit(output, out);

    assertThat(driver.waitFor(TIMEOUT.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(driver.exitValue()).as(Files.readString(output)).isZero();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    assertThat(paths(rejected(out))).isEqualTo(REJECTED);
  }

  private Process submit(Path output, Path out, String... more) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(InstalledLynceus.java());
    line.addAll(Arrays.asList(System.getProperty("lynceus.spark.opens").strip().split("\\s+")));
    line.addAll(
        List.of(
            "-Xmx1g",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            InstalledLynceus.sparkClassPath(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.driver.bindAddress=127.0.0.1",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.local.dir=" + folder.resolve("spark"),
            InstalledLynceus.bundle().toString(),
            "--in",
            archive.toString(),
            "--out",
            out.toString(),
            "--camera-pattern",
            PATTERN));
    line.addAll(List.of(cluster()));
    line.addAll(List.of(more));
    submitted =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return submitted;
  }

  @Test
  void saysInOneLineWhatCannotBeDone() throws IOException {
    Path out = folder.resolve("table");
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("notes.txt"), "mine");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    String master = lynceus.client().address();

    says(2, "there is no file or folder", "--in", "/nowhere", "--out", out.toString(), master);
    says(2, "not of an archive", "--in", archive.toString(), "--out", full.toString(), master);
    says(2, "lies in --in", "--in", archive.toString(), "--out", archive + "/table", master);
    says(
        3,
        "cannot reach a master",
        "--in",
        archive.toString(),
        "--out",
        out.toString(),
        "127.0.0.1:1");
    Ran nothing = run("--in", empty.toString(), "--out", out.toString(), "--cluster", master);
    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.output()).contains("nothing to do: there is no file in");
    Ran other =
        run(
            "--in",
            empty.toString(),
            "--out",
            out.toString(),
            "--cluster",
            master,
            "--analyses",
            "edges");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors()).contains("holds rows for other options").hasLineCount(1);
    Files.delete(out.resolve("._lynceus.crc"));
    Files.writeString(out.resolve("_lynceus"), "lynceus archive, schema 9\n");
    Ran schema = run("--in", empty.toString(), "--out", out.toString(), "--cluster", master);
    assertThat(schema.exitCode()).isEqualTo(2);
    assertThat(schema.errors()).contains("another schema").hasLineCount(1);
    Ran children =
        run(
            "--in",
            archive.toString(),
            "--out",
            folder.resolve("children").toString(),
            "--workers",
            "local",
            "--installation",
            "/nowhere/*");
    assertThat(children.exitCode()).isEqualTo(3);
    assertThat(children.errors()).contains("--installation names the lib folder").hasLineCount(1);
  }

  @Test
  void aFolderThatGrowsIsListedAgain() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(SAMPLES.resolve("rocket.jpg"), in.resolve("first.jpg"));
    Path out = folder.resolve("table");
    Thread watching =
        new Thread(
            () ->
                run(
                    "--in",
                    in.toString(),
                    "--out",
                    out.toString(),
                    "--cluster",
                    lynceus.client().address(),
                    "--watch",
                    "1"));
    watching.start();
    try {
      Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(out.resolve("_SUCCESS")));
      Files.copy(SAMPLES.resolve("coffee.png"), in.resolve("second.png"));
      Awaitility.await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .until(() -> paths(pictures(out)).equals(List.of("first.jpg", "second.png")));
    } finally {
      watching.interrupt();
      watching.join();
    }
  }

  private static void says(int exitCode, String what, String... args) {
    List<String> line = new ArrayList<>(Arrays.asList(args));
    line.add(line.size() - 1, "--cluster");
    Ran ran = run(line.toArray(String[]::new));
    assertThat(ran.errors()).contains(what).hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aTruncatedArchiveHasARowAndTheRestOfTheRunGoesOn() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    byte[] tar = Files.readAllBytes(archive.resolve("more.tar"));
    Files.write(in.resolve("cut.tar"), Arrays.copyOf(tar, tar.length / 2));
    Files.copy(SAMPLES.resolve("rocket.jpg"), in.resolve("whole.jpg"));
    Path out = folder.resolve("table");
    String[] args = {
      "--in", in.toString(), "--out", out.toString(), "--cluster", lynceus.client().address()
    };

    assertThat(run(args).exitCode()).isZero();
    assertThat(paths(pictures(out))).contains("whole.jpg");
    assertThat(rejected(out).select("code").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("BAD_ARCHIVE");
    assertThat(run(args).output()).contains("0 pictures, 0 rejected, 0 left");
  }
}
