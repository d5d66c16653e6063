package io.lynceus.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.input.ArchivePictures;
import io.lynceus.spark.input.FileWalk;
import io.lynceus.spark.plan.PathFacts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  /** What the cluster replies to each picture of a folder, by the path in its row. */
  private static Map<String, String> replies(Path archive, Map<String, String> options)
      throws Exception {
    PathFacts facts = new PathFacts(PATTERN, "UTC");
    Ask asked = Ask.DEFAULT;
    for (Map.Entry<String, String> option : options.entrySet()) {
      asked = asked.withOption(option.getKey(), option.getValue());
    }
    Map<String, String> replies = new TreeMap<>();
    FileWalk files = FileWalk.of(archive.toString(), FileWalk.Selection.ALL, new Configuration());
    try (TaskClient client = TaskClient.connect(SharedSpark.setting().lynceus().client())) {
      while (files.hasNext()) {
        ArchiveFile file = files.next();
        Path path = archive.resolve(file.path());
        try (ArchivePictures pictures =
            new ArchivePictures(file, uri -> Files.newInputStream(path))) {
          while (pictures.hasNext()) {
            ArchivePicture picture = pictures.next();
            Ask ask =
                asked.withCamera(facts.camera(picture.path())).withTime(facts.time(picture.path()));
            Reply reply =
                client
                    .submit(picture.content().orElseThrow().bytes(), ask)
                    .get(TIMEOUT.toMinutes(), TimeUnit.MINUTES);
            replies.put(picture.path(), ReplyJson.write(1, reply));
          }
        }
      }
    }
    return replies;
  }

  /** Compares the table with replies, field by field; returns which fields were equal. */
  private static Set<String> requireEqual(Map<String, String> replies, Path out)
      throws IOException {
    RowComparison comparison = new RowComparison();
    for (Map.Entry<String, String> reply : replies.entrySet()) {
      comparison.addReply(reply.getKey(), reply.getValue());
    }
    for (String row : pictures(out).toJSON().collectAsList()) {
      comparison.addRow(row);
    }
    if (Files.exists(out.resolve("_rejected"))) {
      for (String row : rejected(out).toJSON().collectAsList()) {
        comparison.addRow(row);
      }
    }
    RowComparison.Result result = comparison.compare();
    assertThat(result.differences()).isEmpty();
    return result.equal().keySet();
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
    assertThat(requireEqual(replies(archive, Map.of("corners", "count")), out))
        .contains("path", "file", "sha256", "bytes", "status", "time", "time_from", "date")
        .contains("camera", "format", "width", "height", "damaged", "flat", "counts.person")
        .contains("analyses.objects.model", "analyses.objects.detections.label")
        .contains("analyses.objects.detections.score", "analyses.objects.detections.width")
        .contains("analyses.faces.detections.points.x", "analyses.corners.numbers.count")
        .contains("code", "message");
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

  /** Each has the row that the cluster's reply would make, under its own name, both ways. */
  @Test
  void damagedFilesAndOddNamesHaveTheRowsOfTheirReplies() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    makeDamaged(in);
    byte[] tar = Files.readAllBytes(SharedSpark.setting().archive().resolve("more.tar"));
    Path out = folder.resolve("table");
    List<String> args =
        List.of(
            "--in",
            in.toString(),
            "--camera-pattern",
            PATTERN,
            "--option",
            "corners=points",
            "--option",
            "edges=png",
            "--no-report");
    String[] byCluster = line(args, out, cluster());

    Ran ran = run(byCluster);

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    Map<String, String> replies = replies(in, Map.of("corners", "points", "edges", "png"));
    assertThat(requireEqual(replies, out))
        .contains("decoded_part", "stretched_low", "stretched_high", "flat", "code", "message")
        .contains("analyses.corners.points.strength", "analyses.edges.png")
        .contains("analyses.edges.numbers.density", "analyses.faces.detections.points.x");

    Path byChildren = folder.resolve("children");
    assertThat(run(line(args, byChildren, local())).errors()).isEmpty();
    requireEqual(replies, byChildren);

    Files.write(in.resolve("cut.tar"), Arrays.copyOf(tar, tar.length / 2));
    Files.write(in.resolve("none.zip"), new byte[10]);
    assertThat(run(byCluster).exitCode()).isZero();
    assertThat(rejected(out).filter("code = 'BAD_ARCHIVE' or code = 'UNREADABLE'").count())
        .isEqualTo(2);
    assertThat(run(byCluster).output()).contains("0 pictures, 0 rejected, 0 left");
  }

  private static String[] line(List<String> args, Path out, String... more) {
    List<String> line = new ArrayList<>(args);
    line.addAll(List.of("--out", out.toString()));
    line.addAll(Arrays.asList(more));
    return line.toArray(String[]::new);
  }

  private static void makeDamaged(Path in) throws IOException {
    byte[] jpeg = Files.readAllBytes(SharedSpark.sample("rocket.jpg"));
    byte[] png = Files.readAllBytes(SharedSpark.sample("coffee.png"));
    for (double part : new double[] {0.001, 0.05, 0.1, 0.5, 0.999}) {
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
    BufferedImage dark = new BufferedImage(160, 120, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < dark.getHeight(); y++) {
      for (int x = 0; x < dark.getWidth(); x++) { // twelve bits in sixteen, as of a camera
        dark.getRaster().setSample(x, y, 0, (x * 25 + y * 7) % 4096);
      }
    }
    ImageIO.write(dark, "png", in.resolve("sixteen bits.png").toFile());
    BufferedImage one = new BufferedImage(200, 150, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(one, "bmp", in.resolve("one colour.bmp").toFile());
  }

  private static byte[] flipped(byte[] good, long seed) {
    byte[] bytes = good.clone();
    Random random = new Random(seed);
    for (int i = 0; i < FLIPS; i++) {
      bytes[random.nextInt(20, bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** The second run begins where the checkpoint of the first one ends. */
  @Test
  void aFolderThatGrowsIsFollowedByStructuredStreaming() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in/a b%20{c}"));
    Files.copy(SharedSpark.sample("rocket.jpg"), in.resolve("first.jpg"));
    Files.writeString(in.resolve("notes.txt"), "not asked for");
    Path out = folder.resolve("table");
    List<String> args =
        List.of(
            "--in",
            in.getParent().toString(),
            "--glob",
            "*.{jpg,png}",
            "--camera-pattern",
            PATTERN,
            "--follow",
            "1");

    following(
        line(args, out, cluster()),
        () -> {
          Awaitility.await()
              .atMost(TIMEOUT)
              .ignoreExceptions()
              .until(() -> paths(pictures(out)).equals(List.of("a b%20{c}/first.jpg")));
          Files.copy(SharedSpark.sample("coffee.png"), in.resolve("second.png"));
          Awaitility.await()
              .atMost(TIMEOUT)
              .ignoreExceptions()
              .until(() -> paths(pictures(out)).size() == 2);
        });
    Files.copy(SharedSpark.sample("rocket.jpg"), in.resolve("third.jpg"));
    Path old = Files.copy(SharedSpark.sample("camera.png"), in.resolve("old.png"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    String said =
        following(
            line(args, out, cluster()),
            () ->
                Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> paths(pictures(out)).size() == 4));

    assertThat(said).contains("2 files: 0 had rows; 2 pictures, 0 rejected, 0 left");
    assertThat(paths(pictures(out))).doesNotHaveDuplicates();
    Files.delete(in.resolve("notes.txt"));
    requireEqual(replies(in.getParent(), Map.of("corners", "count")), out);
  }

  /** What a run says while something happens; it is stopped after that. */
  private static String following(String[] args, ThrowingCallable happens) throws Exception {
    AtomicReference<String> said = new AtomicReference<>("");
    Thread following = new Thread(() -> said.set(run(args).output()));
    following.start();
    try {
      happens.call();
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      following.interrupt();
      following.join();
    }
    return said.get();
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
