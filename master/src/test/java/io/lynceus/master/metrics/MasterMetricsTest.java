package io.lynceus.master.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.Images;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.master.outlets.OutletQueue;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.Findings;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MasterMetricsTest {
  private final MasterMetrics metrics = new MasterMetrics("1.2", MasterDefaults.DISPATCH);

  @AfterEach
  void close() {
    metrics.close();
  }

  private static ClusterStatus cluster(Slave... slaves) {
    return new ClusterStatus(
        new Master("1.2", Duration.ZERO, MasterMemory.NONE),
        new Tasks(3, 2, 0, 0, 0),
        Attempts.NONE,
        Queue.EMPTY,
        Load.NONE,
        List.of(slaves));
  }

  private static Slave slave(String name, State state, int busy) {
    MemoryUse memory = new MemoryUse(0, 0, 0, 700, 900);
    return new Slave(name, "a:1", "1.2", state, 3, busy, 0, Pace.UNKNOWN, History.NONE, memory);
  }

  private List<String> page(Slave... slaves) {
    return metrics.page(cluster(slaves)).lines().toList();
  }

  @Test
  void allThatCanHappenIsCountedFromZero() {
    assertThat(page())
        .contains("lynceus_images_total{status=\"complete\"} 0.0")
        .contains("lynceus_images_total{status=\"cancelled\"} 0.0")
        .contains("lynceus_rejections_total{code=\"BUSY\"} 0.0")
        .contains("lynceus_images_damaged_total 0.0")
        .contains("lynceus_units_total{analysis=\"faces\",outcome=\"no_slave\"} 0.0")
        .contains("lynceus_attempts_total{kind=\"second\"} 0.0")
        .contains("lynceus_image_seconds_count 0")
        .contains("lynceus_waiting_tasks_limit 1000.0")
        .contains("lynceus_build_info{version=\"1.2\"} 1");
  }

  @Test
  void aReplyTellsOfItsImageAndItsUnits() {
    metrics.events().taskReplied(Images.task(), partial());

    assertThat(page())
        .contains("lynceus_images_total{status=\"partial\"} 1.0")
        .contains("lynceus_units_total{analysis=\"corners\",outcome=\"ok\"} 1.0")
        .contains("lynceus_units_total{analysis=\"edges\",outcome=\"timeout\"} 1.0")
        .contains("lynceus_image_bytes_total 4711.0")
        .contains("lynceus_images_damaged_total 1.0")
        .contains("lynceus_image_seconds_bucket{le=\"0.1\"} 1")
        .contains("lynceus_image_seconds_bucket{le=\"0.05\"} 0")
        .contains("lynceus_queue_seconds_sum 0.02")
        .contains("lynceus_unit_seconds_sum{analysis=\"corners\"} 0.04")
        .contains("lynceus_unit_seconds_count{analysis=\"edges\"} 0");
  }

  @Test
  void aFlatPictureIsCounted() {
    Reply reply = partial();
    ImageInfo image = reply.image().orElseThrow();
    metrics.events().taskReplied(Images.task(), reply);
    assertThat(page()).contains("lynceus_images_flat_total 0.0");

    PictureCondition flat = PictureCondition.SOUND.withFlat(true);
    metrics
        .events()
        .taskReplied(Images.task(), reply.withImage(Optional.of(image.withCondition(flat))));
    assertThat(page()).contains("lynceus_images_flat_total 1.0");
  }

  private static Reply partial() {
    return new Reply(
        "t",
        Optional.empty(),
        Status.PARTIAL,
        Optional.empty(),
        Optional.of(
            new ImageInfo(ImageFormat.PNG, 1, 1, 4711, "")
                .withCondition(PictureCondition.damaged(Optional.empty()))),
        StillInfo.UNKNOWN,
        new Results(
            Map.of(),
            Map.of(
                Analysis.CORNERS,
                UnitReply.ok(Findings.ofPoints(List.of())),
                Analysis.EDGES,
                UnitReply.without(Outcome.TIMEOUT, "late"))),
        Optional.of(
            new Timing(
                Duration.ofMillis(80),
                Duration.ofMillis(20),
                Map.of(
                    Analysis.CORNERS,
                    new UnitRun(Duration.ofMillis(40), "s", 1),
                    Analysis.EDGES,
                    new UnitRun(Duration.ZERO, "", 1)))));
  }

  @Test
  void whatIsRefusedIsCountedByItsCode() {
    metrics.events().imageRefused(RejectionCode.BUSY);
    metrics.events().slaveSuspected(Images.slave("a"));
    assertThat(page())
        .contains("lynceus_images_total{status=\"rejected\"} 1.0")
        .contains("lynceus_rejections_total{code=\"BUSY\"} 1.0")
        .contains("lynceus_rejections_total{code=\"CORRUPT\"} 0.0")
        .contains("lynceus_suspicions_total{of=\"slave\"} 1.0")
        .contains("lynceus_suspicions_total{of=\"unit\"} 0.0");
  }

  @Test
  void slavesAreThereWhileTheyAreConnected() {
    assertThat(page(slave("a", State.READY, 4), slave("b", State.SUSPECT, 1)))
        .contains("lynceus_tasks{state=\"waiting\"} 3.0")
        .contains("lynceus_tasks{state=\"running\"} 2.0")
        .contains("lynceus_slaves{state=\"ready\"} 1.0")
        .contains("lynceus_slaves{state=\"suspect\"} 1.0")
        .contains("lynceus_slots{slave=\"a\"} 3.0")
        .contains("lynceus_units_in_hand{slave=\"a\"} 4.0")
        .contains("lynceus_credits{slave=\"a\"} 1.0")
        .contains("lynceus_credits{slave=\"b\"} 0.0")
        .contains("lynceus_resident_bytes{slave=\"a\"} 700.0");
    assertThat(page(slave("b", State.READY, 0)))
        .contains("lynceus_slaves{state=\"ready\"} 1.0")
        .contains("lynceus_credits{slave=\"b\"} 5.0")
        .noneMatch(line -> line.contains("slave=\"a\""));
  }

  @Test
  void portsAreShownAsTheyAre() {
    AtomicLong there = new AtomicLong(2);
    metrics.connections("http", there::get);
    metrics.refusedConnections("http", () -> 7);
    metrics.held(() -> 100, 1000);
    System.gc();
    there.set(5);
    assertThat(page())
        .contains("lynceus_connections{port=\"http\"} 5.0")
        .contains("lynceus_connections_refused_total{port=\"http\"} 7.0")
        .contains("lynceus_held_bytes 100.0")
        .contains("lynceus_held_limit_bytes 1000.0");
  }

  @Test
  void anOutletShowsWhatBecomesOfItsItems() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (OutletQueue queue = new OutletQueue(new OutletConfig("store", 1, 100, false))) {
      metrics.outlet(queue);
      queue.offer(7, release::await);
      queue.offer(8, () -> {});
      assertThat(page())
          .contains("lynceus_outlet_items_total{outlet=\"store\",result=\"delivered\"} 0.0")
          .contains("lynceus_outlet_items_total{outlet=\"store\",result=\"dropped\"} 1.0")
          .contains("lynceus_outlet_items_total{outlet=\"store\",result=\"failed\"} 0.0")
          .contains("lynceus_outlet_waiting{outlet=\"store\"} 1.0")
          .contains("lynceus_outlet_held_bytes{outlet=\"store\"} 7.0");
      release.countDown();
    }
  }
}
