package io.lynceus.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What is in the table after runs with a cluster and with children. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveRowsIT extends ArchiveStory {
  private static final int FLIPS = 8;

  /** What the cluster replies to each picture of a folder, as rows. */
  private static Dataset<Row> replies(Path archive) throws Exception {
    PathFacts facts = new PathFacts(PATTERN, "UTC");
    PictureRow rows = new PictureRow("test");
    List<Row> all = new ArrayList<>();
    FileWalk files = FileWalk.of(archive.toString(), FileWalk.Selection.ALL, new Configuration());
    try (TaskClient client = TaskClient.connect(SharedSpark.setting().lynceus().client())) {
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
    return spark().createDataFrame(all, PictureSchema.WORK);
  }

  private static void areTheReplies(Path archive, Path out) throws Exception {
    Dataset<Row> replies = replies(archive).persist();
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
    replies.unpersist();
  }

  @Test
  void theRowsAreTheRepliesOfTheClusterAndASecondRunWritesNothing() throws Exception {
    Path archive = SharedSpark.setting().archive();
    Path out = folder.resolve("table");

    Ran first = run(out, cluster());

    assertThat(first.errors()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    assertThat(paths(rejected(out))).isEqualTo(REJECTED);
    areTheReplies(archive, out);
    assertThat(out.resolve("date=2025-03-09/camera=door")).isDirectory();
    Row door = pictures(out).filter("camera = 'door'").head();
    assertThat(door.<String>getAs("time_from")).isEqualTo("name");
    assertThat(door.<Object>getAs("time")).hasToString("2025-03-09 17:05:59.0");
    assertThat(pictures(out).filter("took_ms > 0").count()).isEqualTo(PICTURES.size());

    List<String> before = files(out);
    Ran second = run(out, cluster());

    assertThat(second.exitCode()).isZero();
    assertThat(second.output()).contains("6 files: 5 had rows"); // and the tar file
    assertThat(second.output()).contains("0 pictures, 0 rejected, 0 left");
    assertThat(files(out)).isEqualTo(before);

    Files.copy(SharedSpark.sample("coffee.png"), archive.resolve("yard/late.png"));
    try {
      assertThat(run(out, cluster()).output()).contains("1 pictures, 0 rejected, 0 left");
      assertThat(paths(pictures(out))).hasSize(PICTURES.size() + 1).doesNotHaveDuplicates();
    } finally {
      Files.delete(archive.resolve("yard/late.png"));
    }

    theExamplesAnswer(out);

    Path byChildren = folder.resolve("children");
    Ran children = run(byChildren, local());

    assertThat(children.errors()).isEmpty();
    assertThat(children.exitCode()).isZero();
    assertThat(texts(pictures(byChildren)))
        .isEqualTo(texts(pictures(out).filter("path <> 'yard/late.png'")));
    assertThat(texts(rejected(byChildren))).isEqualTo(texts(rejected(out)));
    assertThat(pictures(byChildren).filter("took_ms > 0").count()).isEqualTo(PICTURES.size());
  }

  /** Each statement of the example; its second question is compared. */
  private static void theExamplesAnswer(Path out) throws IOException {
    String text = Files.readString(Path.of("../examples/archive/queries.sql"));
    List<List<Row>> answers = new ArrayList<>();
    for (String statement : text.replaceAll("(?m)^--.*$", "").split(";", -1)) {
      if (!statement.isBlank()) {
        answers.add(spark().sql(statement.replace("${table}", out.toString())).collectAsList());
      }
    }
    assertThat(answers).hasSizeGreaterThan(6);
    assertThat(answers.get(2)).extracting(row -> row.getString(0)).contains("door", "yard");
    assertThat(answers.get(4)).extracting(row -> row.getString(0)).contains("person");
  }

  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** Each has the row that the cluster's reply would make, under its own name. */
  @Test
  void damagedFilesAndOddNamesHaveTheRowsOfTheirReplies() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    byte[] jpeg = Files.readAllBytes(SharedSpark.sample("rocket.jpg"));
    byte[] png = Files.readAllBytes(SharedSpark.sample("coffee.png"));
    for (double part : new double[] {0.001, 0.1, 0.5, 0.999}) {
      Files.write(
          in.resolve("cut " + part + ".jpg"), Arrays.copyOf(jpeg, (int) (jpeg.length * part)));
      Files.write(
          in.resolve("cut " + part + ".png"), Arrays.copyOf(png, (int) (png.length * part)));
    }
    for (int seed = 0; seed < 4; seed++) {
      Files.write(in.resolve("flipped " + seed + ".jpg"), flipped(jpeg, seed));
      Files.write(in.resolve("flipped " + seed + ".png"), flipped(png, seed));
    }
    Files.write(in.resolve("GIF89a.gif"), "GIF89a then something".getBytes(US_ASCII));
    for (String name :
        List.of("-dash.jpg", "%2e%2e%2fpasswd.jpg", "$(id);'\"`.jpg", "a=b{c}[d]*?.jpg")) {
      Files.write(in.resolve(name), jpeg);
    }
    byte[] tar = Files.readAllBytes(SharedSpark.setting().archive().resolve("more.tar"));
    Path out = folder.resolve("table");
    String[] args = {
      "--in",
      in.toString(),
      "--out",
      out.toString(),
      "--cluster",
      master(),
      "--camera-pattern",
      PATTERN,
      "--no-report"
    };

    Ran ran = run(args);

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    areTheReplies(in, out);

    Files.write(in.resolve("cut.tar"), Arrays.copyOf(tar, tar.length / 2));
    Files.write(in.resolve("none.zip"), new byte[10]);
    assertThat(run(args).exitCode()).isZero();
    assertThat(rejected(out).filter("code = 'BAD_ARCHIVE' or code = 'UNREADABLE'").count())
        .isEqualTo(2);
    assertThat(run(args).output()).contains("0 pictures, 0 rejected, 0 left");
  }

  private static byte[] flipped(byte[] good, long seed) {
    byte[] bytes = good.clone();
    Random random = new Random(seed);
    for (int i = 0; i < FLIPS; i++) {
      bytes[random.nextInt(20, bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  @Test
  void aFolderThatGrowsIsListedAgain() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(SharedSpark.sample("rocket.jpg"), in.resolve("first.jpg"));
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
                    master(),
                    "--watch",
                    "1",
                    "--no-report"));
    watching.start();
    try {
      Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(out.resolve("_SUCCESS")));
      Files.copy(SharedSpark.sample("coffee.png"), in.resolve("second.png"));
      Awaitility.await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .until(() -> paths(pictures(out)).equals(List.of("first.jpg", "second.png")));
    } finally {
      watching.interrupt();
      watching.join();
    }
  }
}
