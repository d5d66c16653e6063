package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.systemtests.RecordedLog;
import io.lynceus.systemtests.TestImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slave answers with what cannot be: no image stays unanswered, and no memory stays taken. */
class ForgedResultsIT {
  private static final String SECRET = "0123456789abcdef";
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=\\S*?:(\\d+) slaves=\\S*?:(\\d+) http=");
  private static final byte[] IMAGE = TestImages.jpeg(320, 240, 1);

  private final RecordedLog log = new RecordedLog();
  private final List<HandmadeSlave> slaves = new ArrayList<>();
  private MasterDaemon master;
  private int tasksPort;
  private int slavesPort;

  @BeforeEach
  void start() throws Exception {
    // Room for four images: those that were never given back would fill it.
    Config settings =
        ConfigFactory.parseString(
                "secret = "
                    + SECRET
                    + ", slaves.port = 0, tasks.port = 0, http.port = 0, limits.deadline = 20 s"
                    + ", limits.no-slave-grace = 10 s, tasks.drain = 1 s"
                    + ", limits.image-bytes = 64 KiB, tasks.held-bytes = 256 KiB")
            .withFallback(MasterConfig.defaults())
            .resolve();
    master = MasterDaemon.start(MasterConfig.from(settings), "1.0");
    Matcher ports = LISTENING.matcher(log.with("listening tasks=").get(0));
    assertThat(ports.find()).isTrue();
    tasksPort = Integer.parseInt(ports.group(1));
    slavesPort = Integer.parseInt(ports.group(2));
  }

  @AfterEach
  void stop() {
    slaves.forEach(HandmadeSlave::close);
    master.close();
    log.close();
  }

  private HandmadeSlave slave(String name, Function<AssignUnit, SlaveMessage> answers) {
    HandmadeSlave slave = new HandmadeSlave(name, slavesPort, SECRET, answers);
    slaves.add(slave);
    await().atMost(Duration.ofSeconds(30)).until(slave::isReady);
    return slave;
  }

  private static SlaveMessage honest(AssignUnit unit) {
    return done(unit, findings(unit.analysis()), Duration.ZERO);
  }

  private static Findings findings(Analysis analysis) {
    if (analysis.equals(Analysis.EDGES)) {
      return Findings.NONE.withNumber("pixels", 0);
    }
    return analysis.equals(Analysis.CORNERS)
        ? Findings.ofPoints(List.of())
        : Findings.ofDetections("none", List.of());
  }

  private static UnitDone done(AssignUnit unit, Findings findings, Duration time) {
    return new UnitDone(unit.attempt(), findings, new UnitTiming(Duration.ZERO, time));
  }

  private List<Reply> submit(int images, Ask ask) throws Exception {
    try (TaskClient client =
        TaskClient.connect(new ClientConfig("localhost", tasksPort).withWindow(4))) {
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
    slave("forger", unit -> done(unit, Findings.ofPoints(List.of()), Duration.ZERO));
    List<Reply> forged = submit(20, Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS)));
    assertThat(forged).hasSize(20).extracting(Reply::status).containsOnly(Status.PARTIAL);
    assertThat(log.with("it breaks the protocol with")).isNotEmpty();
    slaves.get(0).close();
    slave("honest", ForgedResultsIT::honest);
    assertThat(submit(20, Ask.DEFAULT))
        .hasSize(20)
        .extracting(Reply::status)
        .containsOnly(Status.COMPLETE);
  }

  @Test
  void aForgerBesideAnHonestSlaveCostsNoResult() throws Exception {
    HandmadeSlave honest = slave("honest", ForgedResultsIT::honest);
    HandmadeSlave forger =
        slave(
            "forger",
            unit -> done(unit, findings(unit.analysis()), Duration.ofNanos(Long.MIN_VALUE)));
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
