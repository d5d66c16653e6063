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
import io.lynceus.systemtests.HttpPage;
import io.lynceus.systemtests.PeakMemory;
import java.io.IOException;
import java.net.http.HttpResponse;
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
 * Sends hostile files to every port of one cluster: each gets exactly one of the replies allowed
 * for it, soon; good images among them are analysed as usual; the memory of all processes stays
 * within the settings' bounds; and all processes survive.
 */
@Tag("story")
class HellIT {
  /** Two seconds on a quiet machine; more is allowed for busy ones. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final byte[] GOOD = ImageFixtures.jpeg(320, 240);

  /**
   * Each file goes through all networks once, and through decoders and pixel-reading analyses four
   * times.
   */
  private static final byte[] QUICK = ImageParts.ascii("SET analyses=edges,corners\n");

  private static final int GOOD_EVERY = 15;

  private static final long MASTER_HEAP_MIB = 256;
  private static final long SLAVE_HEAP_MIB = 512;

  /** What a JVM takes beside its heap, and what a slave takes for its networks. */
  private static final long MASTER_BESIDES_MIB = 150;

  private static final long SLAVE_BESIDES_MIB = 350;

  /**
   * limits.pixels times the worst-case memory per pixel of decoders and analyses, all units
   * together.
   */
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
                HostileNonImages.all())
            .flatMap(List::stream)
            .toList();
    // Enough time for every picture: whether it is decoded must not depend on the load of the
    // machine.
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
  void allProcessesSurviveAndAGoodImageIsAnalysed() throws IOException {
    assertThat(cluster.slaves()).allMatch(name -> cluster.process(name).isAlive());
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      assertThat(client.sized(GOOD).status()).isEqualTo(Status.COMPLETE);
    }
    printPeaks();
  }

  @Test
  void filesOfKnownSizeGetOneAllowedReplyEach() throws IOException {
    List<String> wrong = new ArrayList<>();
    long slowest = 0;
    String slowestName = "";
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      for (int i = 0; i < files.size(); i++) {
        HostileFile file = files.get(i);
        long start = System.nanoTime();
        Reply reply = client.sized(file.bytes());
        long took = System.nanoTime() - start;
        if (took > slowest) {
          slowest = took;
          slowestName = file.toString();
        }
        check(file, file.allowed(), reply, wrong);
        if (i % GOOD_EVERY == 0) {
          assertThat(client.sized(GOOD).status()).isEqualTo(Status.COMPLETE);
        }
      }
      assertThat(client.restAfterHalfClose()).as("unexpected lines").isEmpty();
    }
    System.out.printf(
        "%d files by ANALYZE; slowest %d ms: %s%n", files.size(), slowest / 1_000_000, slowestName);
    assertThat(wrong).isEmpty();
    assertThat(Duration.ofNanos(slowest)).isLessThan(LONGEST);
  }

  @Test
  void bareFilesGetOneReplyEach() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (HostileFile file : files) {
      try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
        if (!file.allowed().equals(Set.of("UNSUPPORTED_FORMAT"))) {
          client.send(QUICK); // padding alone gets a reply only if nothing else was sent
        }
        client.send(file.bytes());
        List<String> lines = client.restAfterHalfClose();
        boolean nothingSent = file.bytes().length == 0;
        boolean number = file.restFollows() ? !lines.isEmpty() : lines.size() == 1;
        if (!number && !nothingSent) {
          wrong.add(file + ": " + lines.size() + " lines " + lines);
        } else if (!nothingSent) {
          check(file, file.allowedWithoutSize(), ReplyJson.read(lines.get(0)).reply(), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void archivesOfHostileFilesGetAReplyPerFile() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    parts.add(QUICK);
    for (HostileFile file : files) {
      parts.add(HostileArchives.named(file.name(), file.bytes()));
    }
    parts.add(HostileArchives.end());
    List<String> wrong = new ArrayList<>();
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      client.sendInBackground(ImageParts.concat(parts.toArray(byte[][]::new)));
      for (HostileFile file : files) {
        Reply reply = client.reply();
        assertThat(reply.name()).contains(file.name());
        check(file, file.allowedInArchives(), reply, wrong);
      }
      assertThat(client.restAfterHalfClose()).isEmpty();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void oddNamesAreReturnedUnchanged() throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (String name : HostileArchives.ODD_NAMES) {
      parts.add(HostileArchives.named(name, GOOD));
    }
    parts.add(HostileArchives.links());
    parts.add(HostileArchives.invalidName(GOOD));
    parts.add(HostileArchives.end());
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      client.sendInBackground(ImageParts.concat(parts.toArray(byte[][]::new)));
      for (String name : HostileArchives.ODD_NAMES) {
        Reply reply = client.reply();
        assertThat(reply.name()).contains(name);
        assertThat(reply.status()).isEqualTo(Status.COMPLETE);
      }
      assertThat(client.reply().name().orElseThrow()).endsWith("(");
      assertThat(client.restAfterHalfClose()).isEmpty();
    }
  }

  @Test
  void archivesWithFalseHeadersAreRefusedOnce() throws IOException {
    assertRefused(RejectionCode.CORRUPT, HostileArchives.hugePax(1L << 30), GOOD);
    assertRefused(RejectionCode.CORRUPT, HostileArchives.hugePax(60_000), new byte[65_536]);
    assertRefused(RejectionCode.CORRUPT, HostileArchives.negativeSize());
    assertRefused(RejectionCode.CORRUPT, HostileArchives.enormousSize());
    assertRefused(RejectionCode.UNSUPPORTED_FORMAT, HostileArchives.sparse());
    assertRefused(
        RejectionCode.TRUNCATED,
        Arrays.copyOf(HostileArchives.file("cut", GOOD), 512 + GOOD.length / 2));
  }

  @Test
  void bytesAfterAnImageWithoutAnEndAreDropped() throws IOException {
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      client.sendEndlessly(GOOD, (byte) 1, 80 << 20);
      assertThat(client.reply().status()).isEqualTo(Status.COMPLETE);
      assertThat(code(client.reply())).isEqualTo(RejectionCode.UNSUPPORTED_FORMAT);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void httpStatusCodesMatchTheReplies() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < files.size(); i += 3) {
      HostileFile file = files.get(i);
      HttpResponse<String> response =
          HttpPage.post(cluster.httpPort(), "/v1/images?analyses=edges", file.bytes());
      Reply reply = ReplyJson.read(response.body()).reply();
      boolean rejected = reply.status() == Status.REJECTED;
      assertThat(response.statusCode())
          .as(file.name())
          .isIn(rejected ? List.of(400, 413) : List.of(200));
      check(file, file.allowed(), reply, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private static void assertRefused(RejectionCode expected, byte[]... parts) throws IOException {
    try (RawTaskClient client = new RawTaskClient(cluster.tasksPort())) {
      client.send(ImageParts.concat(parts));
      assertThat(code(client.reply())).isEqualTo(expected);
    }
  }

  private static RejectionCode code(Reply reply) {
    return reply.rejection().orElseThrow().code();
  }

  private static void check(
      HostileFile file, Set<String> allowed, Reply reply, List<String> wrong) {
    if (!allowed.contains(HostileFile.outcomeOf(reply))) {
      wrong.add(file + " expected " + allowed + ": " + ReplyJson.write(1, reply));
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
