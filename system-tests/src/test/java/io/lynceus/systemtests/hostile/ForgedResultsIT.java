package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.TaskClient;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.TestMaster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slave answers with what cannot be: no image stays unanswered, and no memory stays taken. */
class ForgedResultsIT {
  private static final byte[] IMAGE = TestImages.jpeg(320, 240, 1);

  private final List<HandmadeSlave> slaves = new ArrayList<>();
  private TestMaster master;

  @BeforeEach
  void start() throws Exception {
    // Room for four images: those that were never given back would fill it.
    master =
        TestMaster.start(
            """
            limits.deadline = 20 s, limits.no-slave-grace = 10 s
            limits.image-bytes = 64 KiB, tasks.held-bytes = 256 KiB
            """);
  }

  @AfterEach
  void stop() {
    slaves.forEach(HandmadeSlave::close);
    master.close();
  }

  private HandmadeSlave slave(String name, Function<AssignUnit, SlaveMessage> answers) {
    HandmadeSlave slave = new HandmadeSlave(name, master, answers);
    slaves.add(slave);
    await().atMost(Duration.ofSeconds(30)).until(slave::isReady);
    return slave;
  }

  private List<Reply> submit(int images, Ask ask) throws Exception {
    try (TaskClient client = TaskClient.connect(master.client().withWindow(4))) {
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        replies.add(client.submit(IMAGE, ask.withName("image-" + i)));
      }
      List<Reply> all = new ArrayList<>();
      for (CompletableFuture<Reply> reply : replies) {
        all.add(reply.get(60, TimeUnit.SECONDS));
      }
      return all;
    }
  }

  @Test
  void findingsOfAnotherKindCostNoReplyAndNoMemory() throws Exception {
    slave("forger", unit -> HandmadeSlave.done(unit, Findings.ofPoints(List.of()), Duration.ZERO));
    List<Reply> forged = submit(20, Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS)));
    assertThat(forged).hasSize(20).extracting(Reply::status).containsOnly(Status.PARTIAL);
    assertThat(master.log().with("it breaks the protocol with")).isNotEmpty();
    slaves.get(0).close();
    slave("honest", HandmadeSlave::honest);
    assertThat(submit(20, Ask.DEFAULT))
        .hasSize(20)
        .extracting(Reply::status)
        .containsOnly(Status.COMPLETE);
  }

  @Test
  void aForgerBesideAnHonestSlaveCostsNoResult() throws Exception {
    HandmadeSlave honest = slave("honest", HandmadeSlave::honest);
    HandmadeSlave forger =
        slave(
            "forger",
            unit ->
                HandmadeSlave.done(
                    unit, HandmadeSlave.none(unit.analysis()), Duration.ofNanos(Long.MIN_VALUE)));
    List<Reply> replies = submit(40, Ask.DEFAULT);
    assertThat(replies).hasSize(40).extracting(Reply::status).containsOnly(Status.COMPLETE);
    assertThat(forger.units()).isLessThan(honest.units());
    assertThat(replies)
        .allSatisfy(
            reply ->
                assertThat(reply.timing().orElseThrow().units().values())
                    .allSatisfy(run -> assertThat(run.slave()).isEqualTo("honest")));
  }
}
