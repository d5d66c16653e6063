package io.lynceus.systemtests.hell;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageParts;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures from hell, all of them, at every door of one cluster that has to outlive them: each is
 * answered once and as it deserves, none takes long, innocents among them are analysed as ever, and
 * the memory of all processes stays within what the settings allow.
 */
@Tag("story")
class HellIT {
  /** Two seconds on a quiet machine; a busy one may have little time for us. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final byte[] GOOD = ImageFixtures.jpeg(320, 240);

  /** All networks see each file once; decoders, and what reads every pixel, see it four times. */
  private static final byte[] QUICK = ImageParts.ascii("SET analyses=edges,corners\n");

  private static final int GOOD_EVERY = 15;

  private static final long MASTER_HEAP_MIB = 256;
  private static final long SLAVE_HEAP_MIB = 512;

  /** What a JVM of ours takes beside its heap, and a slave for its networks. */
  private static final long MASTER_BESIDES_MIB = 150;

  private static final long SLAVE_BESIDES_MIB = 350;

  /** limits.pixels, by what decoders and analyses take of a pixel at worst, all units together. */
  private static final long PICTURE_MIB = (50_000_000L * 20) >> 20;

  @TempDir private static Path logs;
  private static LocalCluster cluster;
  private static List<HostileFile> files;

  @BeforeAll
  static void start() throws Exception {
    files =
        Stream.of(
                HostileJpegs.all(),
                HostilePngs.all(),
                HostileWebps.all(),
                HostileBmps.all(),
                HostileStrangers.all())
            .flatMap(List::stream)
            .toList();
    // Time enough for every picture: whether it is decoded must not depend on a busy machine.
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("limits.attempt-time", "120 s")
            .with("limits.deadline", "300 s")
            .withJvmOptions("-Xmx" + MASTER_HEAP_MIB + "m");
    ProcessPlan slave = ProcessPlan.DEFAULT.withJvmOptions("-Xmx" + SLAVE_HEAP_MIB + "m");
    cluster = LocalCluster.start(ClusterPlan.in(logs).withMaster(master).withSlave(slave));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void allLiveAndAnInnocentIsAnalysed() throws IOException {
    assertThat(cluster.slaves()).allMatch(name -> cluster.process(name).isAlive());
    try (Door door = new Door(cluster.tasksPort())) {
      assertThat(door.sized(GOOD).status()).isEqualTo(Status.COMPLETE);
    }
    printPeaks();
  }

  @Test
  void filesOfKnownSizeAreAnsweredOnceAndAsTheyDeserve() throws IOException {
    List<String> wrong = new ArrayList<>();
    long slowest = 0;
    String slowestName = "";
    try (Door door = new Door(cluster.tasksPort())) {
      for (int i = 0; i < files.size(); i++) {
        HostileFile file = files.get(i);
        long start = System.nanoTime();
        Reply reply = door.sized(file.bytes());
        long took = System.nanoTime() - start;
        if (took > slowest) {
          slowest = took;
          slowestName = file.toString();
        }
        check(file, file.answers(), reply, wrong);
        if (i % GOOD_EVERY == 0) {
          assertThat(door.sized(GOOD).status()).isEqualTo(Status.COMPLETE);
        }
      }
      assertThat(door.restAfterHalfClose()).as("lines that nobody asked for").isEmpty();
    }
    System.out.printf(
        "%d files by ANALYZE; slowest %d ms: %s%n", files.size(), slowest / 1_000_000, slowestName);
    assertThat(wrong).isEmpty();
    assertThat(Duration.ofNanos(slowest)).isLessThan(LONGEST);
  }

  @Test
  void bareFilesAreAnsweredOnce() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (HostileFile file : files) {
      try (Door door = new Door(cluster.tasksPort())) {
        if (!file.answers().equals(Set.of("UNSUPPORTED_FORMAT"))) {
          door.send(QUICK); // padding alone is answered only where nothing else came
        }
        door.send(file.bytes());
        List<String> lines = door.restAfterHalfClose();
        boolean nothingSent = file.bytes().length == 0;
        boolean number = file.restFollows() ? !lines.isEmpty() : lines.size() == 1;
        if (!number && !nothingSent) {
          wrong.add(file + ": " + lines.size() + " lines " + lines);
        } else if (!nothingSent) {
          check(file, file.bareAnswers(), ReplyJson.read(lines.get(0)).reply(), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void archivesOfThemAreAnsweredFileByFile() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    parts.add(QUICK);
    for (HostileFile file : files) {
      parts.add(HostileArchives.named(file.name(), file.bytes()));
    }
    parts.add(HostileArchives.end());
    List<String> wrong = new ArrayList<>();
    try (Door door = new Door(cluster.tasksPort())) {
      door.sendInBackground(ImageParts.concat(parts.toArray(byte[][]::new)));
      for (HostileFile file : files) {
        Reply reply = door.reply();
        assertThat(reply.name()).contains(file.name());
        check(file, file.answers(), reply, wrong);
      }
      assertThat(door.restAfterHalfClose()).isEmpty();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void oddNamesComeBackAsTheyWere() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (String name : HostileArchives.ODD_NAMES) {
      parts.add(HostileArchives.named(name, GOOD));
    }
    parts.add(HostileArchives.links());
    parts.add(HostileArchives.invalidName(GOOD));
    parts.add(HostileArchives.end());
    try (Door door = new Door(cluster.tasksPort())) {
      door.sendInBackground(ImageParts.concat(parts.toArray(byte[][]::new)));
      for (String name : HostileArchives.ODD_NAMES) {
        Reply reply = door.reply();
        assertThat(reply.name()).contains(name);
        assertThat(reply.status()).isEqualTo(Status.COMPLETE);
      }
      assertThat(door.reply().name().orElseThrow()).endsWith("(");
      assertThat(door.restAfterHalfClose()).isEmpty();
    }
  }

  @Test
  void archivesThatLieAreRefusedOnce() throws IOException {
    assertAnswers(RejectionCode.CORRUPT, HostileArchives.hugePax(1L << 30), GOOD);
    assertAnswers(RejectionCode.CORRUPT, HostileArchives.hugePax(60_000), new byte[65_536]);
    assertAnswers(RejectionCode.CORRUPT, HostileArchives.negativeSize());
    assertAnswers(RejectionCode.CORRUPT, HostileArchives.enormousSize());
    assertAnswers(RejectionCode.UNSUPPORTED_FORMAT, HostileArchives.sparse());
    assertAnswers(
        RejectionCode.TRUNCATED,
        Arrays.copyOf(HostileArchives.file("cut", GOOD), 512 + GOOD.length / 2));
  }

  @Test
  void whatFollowsAnImageWithoutEndIsThrownAway() throws IOException {
    try (Door door = new Door(cluster.tasksPort())) {
      door.sendEndlessly(GOOD, (byte) 1, 80 << 20);
      assertThat(door.reply().status()).isEqualTo(Status.COMPLETE);
      assertThat(code(door.reply())).isEqualTo(RejectionCode.UNSUPPORTED_FORMAT);
      assertThat(door.rest()).isEmpty();
    }
  }

  @Test
  void overHttpTheStatusSaysTheSame() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    URI images = URI.create("http://127.0.0.1:" + cluster.httpPort() + "/v1/images?analyses=edges");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < files.size(); i += 3) {
      HostileFile file = files.get(i);
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(images).POST(BodyPublishers.ofByteArray(file.bytes())).build(),
              BodyHandlers.ofString());
      Reply reply = ReplyJson.read(response.body()).reply();
      boolean rejected = reply.status() == Status.REJECTED;
      assertThat(response.statusCode())
          .as(file.name())
          .isIn(rejected ? List.of(400, 413) : List.of(200));
      check(file, file.answers(), reply, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private static void assertAnswers(RejectionCode expected, byte[]... parts) throws IOException {
    try (Door door = new Door(cluster.tasksPort())) {
      door.send(ImageParts.concat(parts));
      assertThat(code(door.reply())).isEqualTo(expected);
    }
  }

  private static RejectionCode code(Reply reply) {
    return reply.rejection().orElseThrow().code();
  }

  private static void check(
      HostileFile file, Set<String> answers, Reply reply, List<String> wrong) {
    if (!answers.contains(HostileFile.answerOf(reply))) {
      wrong.add(file + " expected " + answers + ": " + ReplyJson.write(1, reply));
    }
  }

  private static void printPeaks() throws IOException {
    if (!PeakMemory.isTold()) {
      return;
    }
    long master = PeakMemory.mebibytes(cluster.master().pid());
    System.out.printf("peak resident memory: master %d MiB", master);
    assertThat(master).isLessThan(MASTER_HEAP_MIB + MASTER_BESIDES_MIB);
    for (String name : cluster.slaves()) {
      long slave = PeakMemory.mebibytes(cluster.process(name).pid());
      System.out.printf(", %s %d MiB", name, slave);
      assertThat(slave).isLessThan(SLAVE_HEAP_MIB + SLAVE_BESIDES_MIB + PICTURE_MIB);
    }
    System.out.println();
  }
}
