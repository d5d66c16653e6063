package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.PictureCondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged picture, from the client's bytes to its reply, the log and the metrics. */
class DamagedPictureIT {
  @TempDir private static Path logs;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.start(ClusterPlan.in(logs).withSlaves(1));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void whatIsNotSeenInAPartOfAPictureIsUnknownAndNotZero() throws Exception {
    Reply reply = submit(cut(0.5));

    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    PictureCondition condition = reply.image().orElseThrow().condition();
    assertThat(condition.damaged()).isTrue();
    assertThat(condition.decodedPart().orElseThrow()).isCloseTo(0.5, within(0.1));
    assertThat(reply.counts()).containsEntry("person", Optional.empty());
    assertThat(reply.counts()).containsEntry("face", Optional.empty());
    assertThat(reply.analyses().values()).extracting(UnitReply::outcome).containsOnly(Outcome.OK);

    assertThat(Files.readString(cluster.process("master").log()))
        .containsPattern(reply.id() + ".*the picture is damaged: \\d+ % of it could be decoded");
    assertThat(Files.readString(cluster.process("slave-1").log())).doesNotContain("Corrupt JPEG");
    assertThat(HttpPage.metrics(cluster.httpPort()))
        .containsPattern("lynceus_images_damaged_total [1-9]");
  }

  @Test
  void analysesOfAStripOfAPictureHaveFailedAndSayWhy() throws Exception {
    Reply reply = submit(cut(0.08));

    assertThat(reply.status()).isEqualTo(Status.PARTIAL);
    assertThat(reply.image().orElseThrow().condition().damaged()).isTrue();
    assertThat(reply.analyses().values())
        .allSatisfy(
            unit -> {
              assertThat(unit.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(unit.message()).contains("limits.min-decoded");
            });
  }

  @Test
  void aWholePictureIsSoundAndCounted() throws Exception {
    Reply reply = submit(TestImages.noise(320, 240, 1));

    assertThat(reply.image().orElseThrow().condition()).isEqualTo(PictureCondition.SOUND);
    assertThat(reply.counts().get("person")).isPresent();
  }

  /** A JPEG with that part of its coded data, and an EOI behind it. */
  private static byte[] cut(double part) {
    byte[] whole = TestImages.noise(320, 240, 1);
    int start = 0;
    while (whole[start] != (byte) 0xff || whole[start + 1] != (byte) 0xda) {
      start++;
    }
    int end = start + 14 + (int) ((whole.length - start - 14) * part);
    byte[] cut = Arrays.copyOf(whole, end + 2);
    cut[end - 1] = 0;
    cut[end] = (byte) 0xff;
    cut[end + 1] = (byte) 0xd9;
    return cut;
  }

  private static Reply submit(byte[] image) throws Exception {
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      return client.submit(image, Ask.DEFAULT).get(60, TimeUnit.SECONDS);
    }
  }
}
