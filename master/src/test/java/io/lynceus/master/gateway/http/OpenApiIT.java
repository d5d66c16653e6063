package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.protocol.image.ImageFormat;
import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.Box;
import io.lynceus.protocol.message.EncodedPng;
import io.lynceus.protocol.message.Findings;
import io.lynceus.protocol.message.Findings.Corner;
import io.lynceus.protocol.message.Findings.FaceDetection;
import io.lynceus.protocol.message.Findings.ObjectDetection;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.message.Point;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.Attempts;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import io.lynceus.protocol.reply.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.ClusterStatus.Tasks;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.ImageInfo;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import io.lynceus.protocol.reply.Reply.Status;
import io.lynceus.protocol.reply.Reply.Timing;
import io.lynceus.protocol.reply.Reply.UnitReply;
import io.lynceus.protocol.reply.Reply.UnitRun;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The served description against all that the port answers. */
@Timeout(60)
class OpenApiIT extends ServedHttpPort {
  private static final Box BOX = new Box(1, 2.5f, 3, 4);

  private static final ClusterStatus READY =
      new ClusterStatus(
          "1",
          Duration.ofHours(1),
          new Tasks(1, 2, 3, 4, 5),
          new Attempts(9, 1, 1, 1, Duration.ofMillis(20), Duration.ofNanos(1_500_000)),
          List.of(new Slave("s", "10.0.0.7:4711", "1", State.READY, 3, 1, 7, MemoryUse.NONE)));

  private static final UnitReply NONE = UnitReply.without(Outcome.NO_SLAVE, "no slave");

  private static final Map<Analysis, UnitReply> FOUND =
      Map.of(
          Analysis.OBJECTS,
          UnitReply.ok(
              new Findings.Objects("m", List.of(new ObjectDetection("person", 0.9f, BOX)))),
          Analysis.FACES,
          UnitReply.ok(
              new Findings.Faces(
                  "m", List.of(new FaceDetection(0.8f, BOX, List.of(new Point(1, 2)))))),
          Analysis.EDGES,
          UnitReply.ok(
              new Findings.Edges(9, 0.5, Optional.of(new EncodedPng(new byte[] {1, 2, 3})))),
          Analysis.CORNERS,
          UnitReply.ok(new Findings.Corners(List.of(new Corner(1, 2, 0.001f)))));

  OpenApiIT() throws IOException {}

  @Test
  void theDocumentIsServedAndItsSchemasAreSound() throws Exception {
    start(atOnce, Optional.of("token"), ImageLimits.DEFAULT);
    assertThat(new ObjectMapper().readTree(get("/openapi.json").body()).get("openapi").asText())
        .isEqualTo("3.1.0");
    described.checkSchemas();
  }

  @Test
  void everyAnswerThatIsDeclaredIsGiven() throws Exception {
    start(atOnce, Optional.of("token"), ImageLimits.DEFAULT);
    get("/v1/status");
    post("", JPEG);
    whatAnyMasterAnswers();
    whatDispatchAnswers();
    whatAMasterAtItsEndAnswers();

    assertThat(described.seen()).containsAll(described.declared());
  }

  private void whatAnyMasterAnswers() throws Exception {
    start(new ScriptedIntake(true), Optional.empty(), limit(JPEG.length));
    get("/healthz");
    get("/openapi.json");
    send(
        request("/v1/images")
            .header("Content-Encoding", "br")
            .POST(BodyPublishers.ofByteArray(JPEG)));
    post("?min-score=7", JPEG);
    post("", "no image".getBytes(UTF_8));
    post("", jpegOf(JPEG.length + 1));
  }

  private void whatDispatchAnswers() throws Exception {
    ScriptedIntake intake = new ScriptedIntake(false);
    start(intake, Optional.empty(), ImageLimits.DEFAULT);
    intake.status.complete(READY);
    get("/v1/status");
    get("/readyz");
    get("/metrics");
    answered(intake, reply(Status.COMPLETE, FOUND));
    answered(intake, reply(Status.PARTIAL, Map.of(Analysis.EDGES, NONE)));
    answered(
        intake,
        Reply.rejected(
            Optional.of("n"),
            new Rejection(RejectionCode.BUSY, "later", Optional.of(Duration.ofSeconds(1)))));
  }

  private void whatAMasterAtItsEndAnswers() throws Exception {
    ScriptedIntake intake = new ScriptedIntake(false);
    start(intake, Optional.empty(), ImageLimits.DEFAULT);
    intake.status.complete(ScriptedIntake.STATUS);
    get("/readyz");
    ScriptedIntake ending = new ScriptedIntake(false);
    start(ending, Optional.empty(), ImageLimits.DEFAULT);
    ending.status.completeExceptionally(new IllegalStateException("over"));
    get("/v1/status");
    get("/readyz");
    get("/metrics");
    CompletableFuture<HttpResponse<String>> accepted = postLater(JPEG);
    await().until(() -> ending.tasks.size() == 1);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);
    await().until(() -> post("", new byte[1]).statusCode() == 503);
    ending.tasks.get(0).reply();
    accepted.join();
    closed.join();
  }

  private void answered(ScriptedIntake intake, Reply reply) {
    int before = intake.tasks.size();
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> intake.tasks.size() > before);
    intake.tasks.get(before).onReply().accept(reply);
    posted.join();
  }

  private static Reply reply(Status status, Map<Analysis, UnitReply> units) {
    return new Reply(
        0,
        "m8x2k1-17",
        Optional.of("cam1.jpg"),
        status,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.JPEG, 640, 480, 70_000, "0a".repeat(32))),
        Map.of("person", Optional.of(1), "face", Optional.empty()),
        units,
        Optional.of(
            new Timing(
                Duration.ofMillis(80),
                Duration.ZERO,
                Map.of(Analysis.EDGES, new UnitRun(Duration.ofMillis(3), "s1", 1)))));
  }
}
