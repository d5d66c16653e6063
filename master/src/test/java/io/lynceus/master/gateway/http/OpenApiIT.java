package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.lynceus.common.http.BodySource;
import io.lynceus.console.live.LiveView;
import io.lynceus.console.live.ThumbnailForm;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.cameras.CameraEditor;
import io.lynceus.master.cameras.CameraHealths;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.TestChanges;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.people.PeopleConfig;
import io.lynceus.master.people.PeopleDesk;
import io.lynceus.master.webhooks.TestReceiver;
import io.lynceus.master.webhooks.WebhookConfig;
import io.lynceus.master.webhooks.Webhooks;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FloatVector;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.protocol.reply.CamerasJson;
import io.lynceus.protocol.reply.WatchesJson;
import io.lynceus.scene.people.JudgingRules;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The served description against all that the port answers. */
@Timeout(60)
class OpenApiIT extends ServedHttpPort {
  private static final Box BOX = new Box(1, 2.5f, 3, 4);

  private static final ClusterStatus READY =
      new ClusterStatus(
          new Master("1", Duration.ofHours(1), MasterMemory.NONE),
          new Tasks(1, 2, 3, 4, 5),
          new Attempts(
              9, 1, 1, 1, new Confined(1, 0), Duration.ofMillis(20), Duration.ofNanos(1_500_000)),
          new Queue(5, Duration.ofNanos(1_500_000), Map.of(Analysis.FACES, 1)),
          new Load(1.5, 0, Duration.ofMillis(80)),
          List.of(
              new Slave(
                  "s",
                  "10.0.0.7:4711",
                  "1",
                  State.READY,
                  3,
                  1,
                  7,
                  new Pace(Map.of(Analysis.EDGES, 12.5), OptionalDouble.of(1)),
                  History.NONE,
                  MemoryUse.NONE)));

  private static final ClusterLabels LABELS =
      new ClusterLabels(
          List.of(new ClusterLabels.Network(Analysis.OBJECTS, List.of("person"), List.of("s"))));

  private static final UnitReply NONE = UnitReply.without(Outcome.NO_SLAVE, "no slave");

  private static final Map<Analysis, UnitReply> FOUND =
      Map.of(
          Analysis.OBJECTS,
          UnitReply.ok(
              Findings.ofDetections(
                  "m",
                  List.of(
                      Detection.labelled("person", 0.9f, BOX).withMarks(Marks.in(List.of("yard"))),
                      Detection.labelled("dog", 0.9f, BOX).withMarks(Marks.masked("tree"))))),
          Analysis.FACES,
          UnitReply.ok(
              Findings.ofDetections(
                  "m",
                  List.of(
                      Detection.pointed(0.8f, BOX, List.of(new Point(1, 2)))
                          .withMarks(Marks.filtered("min-area")),
                      Detection.pointed(0.8f, BOX, List.of(new Point(1, 2)))
                          .withMarks(
                              Marks.NONE.withPerson(
                                  new Identity(
                                      Identity.Decision.KNOWN,
                                      Optional.of("ann"),
                                      Optional.of(0.7f))))))),
          Analysis.EDGES,
          UnitReply.ok(
              Findings.NONE
                  .withNumber("pixels", 9)
                  .withNumber("density", 0.5)
                  .withMap(new EncodedPng(new byte[] {1, 2, 3}))),
          Analysis.CORNERS,
          UnitReply.ok(Findings.ofPoints(List.of(new StrongPoint(1, 2, 0.001f)))));

  private static final Map<String, ZoneCounts> ZONES =
      Map.of(
          "yard",
          new ZoneCounts(Optional.of(Map.of("person", Optional.of(1), "face", Optional.empty()))),
          "drive",
          ZoneCounts.UNKNOWN);

  private static final String CAMERAS =
      """
      cameras.gate {
        expect-every = 1 s
        filters.person.min-score = 0.5
        masks.tree.polygon = [[0, 0], [1, 0], [1, 1]]
        zones.yard { anchor = overlap, labels = [person], polygon = [[0, 0], [1, 0], [1, 1]] }
      }
      cameras.back {}
      """;

  @TempDir private Path folder;

  OpenApiIT() throws IOException {}

  @Test
  void theDocumentIsServedAndItsSchemasAreSound() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    JsonNode served = new ObjectMapper().readTree(get("/openapi.json").body());
    assertThat(served.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(served.at("/info/version").asText()).isEqualTo(VERSION);
    described.checkSchemas();
  }

  @Test
  void theExamplesAreSuchAnswers() {
    assertThat(described.checkExamples())
        .contains("Complete", "Partial", "Rejected", "Busy", "TooLarge");
  }

  @Test
  void whatGeneratorsOfClientsNameHasAName() {
    assertThat(described.operations()).isNotEmpty();
    described
        .operations()
        .forEach(
            operation ->
                assertThat(operation.at("/tags/0").asText())
                    .as(operation.path("operationId").asText())
                    .isIn(described.document().path("tags").findValuesAsText("name")));
    assertThat(described.enumsWithoutName()).isEmpty();
  }

  @Test
  void everyAnswerThatIsDeclaredIsGiven() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    get("/v1/status");
    get("/v1/labels");
    get("/v1/cameras");
    send(request("/v1/quarantine").DELETE());
    get("/v1/quarantine");
    post("", JPEG);
    whatTheConsoleIsAnswered();
    whatAnyMasterAnswers();
    whatTheStoreAnswers();
    whatWebhooksAnswer();
    whatPeopleAnswer();
    whatIsAnsweredAboutCameras();
    whatDispatchAnswers();
    whatAMasterAtItsEndAnswers();

    assertThat(described.seen()).containsAll(described.declared());
  }

  private void whatTheConsoleIsAnswered() throws Exception {
    String viewer = "viewer-token-012";
    String camera = "camera-token-012";
    start(
        new ScriptedIntake(true),
        new GatewayConfig.Tokens(
            Optional.empty(),
            Optional.of(ADMIN),
            List.of(
                NamedToken.of("anna", "viewer", List.of(), viewer),
                NamedToken.of("gate", "camera", List.of(), camera))),
        MasterDefaults.GATEWAY.images(),
        100);
    for (String token : List.of("", camera, viewer, ADMIN)) {
      for (String path : List.of("/v1/session", "/v1/settings")) {
        send(as(token, request(path)));
      }
      for (String slave : List.of("s1", "unknown")) {
        send(as(token, request("/v1/slaves/" + slave + "/drain").POST(BodyPublishers.noBody())));
        send(as(token, request("/v1/slaves/" + slave + "/drain").DELETE()));
      }
    }
    hearOfAStill();
    send(as(viewer, request("/v1/live/thumbnails/1")));
    send(as(viewer, request("/v1/watches")));
    assertThat(send(as(viewer, request("/v1/live/thumbnails/2"))).statusCode()).isEqualTo(404);
    assertThat(send(as(viewer, request("/v1/live/thumbnails/x"))).statusCode()).isEqualTo(404);
    for (String token : List.of("", camera)) {
      send(as(token, request("/v1/live")));
      send(as(token, request("/v1/live/thumbnails/1")));
      send(as(token, request("/v1/cameras")));
      send(as(token, request("/v1/watches")));
      send(as(token, request("/v1/tasks")));
      for (String question : QUESTIONS) {
        String[] parts = question.split(" ", -1);
        send(as(token, request(parts[1]).method(parts[0], BodyPublishers.noBody())));
      }
    }
    List<BodySource> watched = new ArrayList<>();
    for (int i = 0; i < LiveView.MOST_CLIENTS; i++) {
      watched.add(live.watch(ThumbnailForm.PATH, () -> true).orElseThrow());
    }
    send(as(viewer, request("/v1/live")));
    send(as(viewer, request("/v1/live?thumbnails=none")));
    watched.forEach(BodySource::close);
    live.close(); // so that what is watched ends
    send(as(viewer, request("/v1/live")));
    send(request("/v1/session").DELETE());
    signIn("x".repeat(5000));
    signIn(camera);
    signIn(viewer);
    for (int i = 0; i < 6; i++) {
      signIn("a guess");
    }
  }

  private void signIn(String token) throws Exception {
    send(request("/v1/session").POST(BodyPublishers.ofString(token)));
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  @Test
  void camerasAreAsDescribed() throws Exception {
    Path file = Files.writeString(folder.resolve("cameras.conf"), CAMERAS);
    cameras = Cameras.open(CamerasConfig.of(file.toString(), Map.of()), Instant::now);
    open.add(cameras);
    cameras.events().taskReplied(null, reply(Status.COMPLETE, FOUND));
    start(atOnce);
    ClusterCameras told = CamerasJson.read(get("/v1/cameras").body());
    assertThat(told.cameras().get(0).last().orElseThrow().zones()).isEqualTo(ZONES);
    assertThat(told.cameras().get(0).state()).isEqualTo(ClusterCameras.State.OK);
    assertThat(told.cameras().get(0).rules().masks().get(0).name()).isEqualTo("tree");
    assertThat(told.cameras().get(1).state()).isEqualTo(ClusterCameras.State.NEVER);
    assertThat(get("/v1/cameras?x=1").statusCode()).isEqualTo(400);
    assertThat(WatchesJson.read(get("/v1/watches").body())).isEmpty();
    cameras.healths(JUDGED);
    assertThat(WatchesJson.read(get("/v1/watches").body())).isEqualTo(JUDGED.watches());
    assertThat(get("/v1/watches?x=1").statusCode()).isEqualTo(400);
  }

  /** Knows how the camera {@code gate} is. */
  private static final CameraHealths JUDGED =
      new CameraHealths() {
        @Override
        public CameraHealth of(Camera camera) {
          return camera.name().equals("gate")
              ? new CameraHealth(HealthState.MOVED, Optional.of(Instant.EPOCH), "turn it back")
              : CameraHealth.UNKNOWN;
        }

        @Override
        public List<WatchStatus> watches() {
          WatchRegion region = new WatchRegion(0.1, 0.2, 0.3, 0.4);
          return List.of(
              new WatchStatus(
                  "bin",
                  "gate",
                  WatchKind.PRESENT,
                  Optional.of("suitcase"),
                  region,
                  WatchState.MISSING,
                  Optional.of(Instant.EPOCH),
                  "it looks otherwise than it should",
                  List.of(
                      new WatchStatus.Decided(
                          "m8-1", Instant.EPOCH, WatchState.MISSING, Optional.of(0.2))),
                  3),
              new WatchStatus(
                  "key",
                  "gate",
                  WatchKind.ABSENT,
                  Optional.empty(),
                  region,
                  WatchState.UNKNOWN,
                  Optional.empty(),
                  "no still was judged yet",
                  List.of(),
                  0));
        }

        @Override
        public CompletableFuture<Boolean> accept(Camera camera) {
          return CompletableFuture.completedFuture(camera.name().equals("gate"));
        }
      };

  private static final List<String> QUESTIONS =
      List.of(
          "GET /v1/results",
          "DELETE /v1/results?camera=gate",
          "GET /v1/results/m8x2k1-17",
          "DELETE /v1/results/m8x2k1-17",
          "GET /v1/pictures/" + ScriptedStore.SHA256,
          "GET /v1/summary",
          "GET /v1/events",
          "GET /v1/ledger",
          "POST /v1/events/seen",
          "GET /v1/events/e1",
          "POST /v1/events/e1/seen",
          "DELETE /v1/events/e1/seen",
          "GET /v1/audit",
          "POST /v1/store/check",
          "POST /v1/store/backup");

  private void whatIsAnsweredAboutCameras() throws Exception {
    Path file = Files.writeString(folder.resolve("cameras.conf"), CAMERAS);
    try (Cameras some = Cameras.open(CamerasConfig.of(file.toString(), Map.of()), Instant::now)) {
      cameras = some;
      edit = true;
      String viewer = "viewer-token-012";
      start(
          new ScriptedIntake(true),
          new GatewayConfig.Tokens(
              Optional.empty(),
              Optional.of(ADMIN),
              List.of(NamedToken.of("anna", "viewer", List.of(), viewer))),
          MasterDefaults.GATEWAY.images(),
          100);
      for (String token : List.of("", viewer, ADMIN)) {
        aboutCamera(token, "porch", "", "title = Porch"); // a new one, then without If-Match
      }
      some.healths(JUDGED);
      for (String token : List.of("", viewer, ADMIN)) {
        for (String camera : List.of("gate", "none", "No%20name")) {
          send(
              as(token, request("/v1/cameras/" + camera + "/accept"))
                  .POST(BodyPublishers.noBody()));
        }
      }
      send(as(viewer, request("/v1/cameras")));
      aboutCamera(ADMIN, "porch", "\"0\"", "title = Yard");
      aboutCamera(ADMIN, "porch", "*", "title = [");
      aboutCamera(ADMIN, "porch", "*", "x".repeat(CameraEditor.MOST_BYTES + 1));
      aboutCamera(ADMIN, "Yard!", "*", "");
      aboutCamera(ADMIN, "gate", "*", "");
      send(as(ADMIN, request("/v1/cameras/none").DELETE()));
      Files.writeString(folder.resolve("cameras.d/broken.conf"), "cameras.broken {");
      send(as(ADMIN, request("/v1/cameras/broken")));
      Path inTheWay = Files.createDirectories(folder.resolve("cameras.d/stuck.conf/inner"));
      aboutCamera(ADMIN, "stuck", "*", "title = Stuck");
      assertThat(inTheWay).exists();
      get("/v1/tasks"); // 401
      for (String query : List.of("", "?state=queued", "?state=running", "?state=x")) {
        send(as(viewer, request("/v1/tasks" + query)));
      }
    } finally {
      cameras = Cameras.none();
    }
  }

  private void aboutCamera(String token, String name, String ifMatch, String settings)
      throws Exception {
    String path = "/v1/cameras/" + name.replace("!", "%21");
    send(as(token, request(path)));
    send(as(token, request(path + "/check").POST(BodyPublishers.ofString(settings))));
    for (String method : List.of("PUT", "PUT", "DELETE")) {
      HttpRequest.Builder change =
          as(token, request(path)).method(method, BodyPublishers.ofString(settings));
      send(ifMatch.isEmpty() ? change : change.header("If-Match", ifMatch));
    }
  }

  private void whatTheStoreAnswers() throws Exception {
    askTheStore("", ""); // there is none
    ScriptedStore scripted = new ScriptedStore();
    store = scripted;
    Path file =
        Files.writeString(
            folder.resolve("lines.conf"),
            "lines.door { camera = gate, from = [0, 0], to = [1, 1], in = left }\n"
                + "areas.hall.in = [door]");
    cameras = Cameras.open(CamerasConfig.of(file.toString(), Map.of()), Instant::now);
    open.add(cameras);
    start(new ScriptedIntake(true), Optional.empty(), MasterDefaults.GATEWAY.images());
    askTheStore("", "");
    askTheStore("application/x-ndjson", "");
    askTheStore("text/csv", "");
    askTheStore("", "nonsense=1");
    for (String format : List.of("png", "webp", "bmp")) {
      scripted.format = format;
      get("/v1/pictures/" + ScriptedStore.SHA256 + "?size=thumb");
    }
    scripted.fails = true;
    askTheStore("", "");
    store = null;
    cameras = Cameras.none();
  }

  private void whatWebhooksAnswer() throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.answer = TestReceiver.status(410, "");
      String hook = "hook { url = \"" + receiver.url() + "\", timeout = 60 s }";
      webhooks =
          Webhooks.open(
              WebhookConfig.all(ConfigFactory.parseString(hook)),
              "",
              Optional.empty(),
              InstantSource.system());
      open.add(webhooks);
      String camera = "camera-token-012";
      start(
          new ScriptedIntake(true),
          new GatewayConfig.Tokens(
              Optional.empty(),
              Optional.of(ADMIN),
              List.of(NamedToken.of("gate", "camera", List.of(), camera))),
          MasterDefaults.GATEWAY.images(),
          100);
      askWebhooks(ADMIN); // nobody tells of events yet: as a store that does not answer
      Deliveries deliveries =
          Deliveries.start(webhooks.channels(), Optional.empty(), InstantSource.system());
      open.add(deliveries);
      webhooks.toldBy(deliveries);
      deliveries.offer(deliveries.prepare(TestChanges.begun("e1", "gate"), name -> true), false);
      await()
          .atMost(Duration.ofSeconds(50))
          .until(() -> webhooks.states().get(0).channel().orElseThrow().dead().orElse(0) == 1);
      for (String token : List.of("", camera, ADMIN)) {
        askWebhooks(token);
      }
    } finally {
      webhooks = Webhooks.none();
    }
  }

  private void whatPeopleAnswer() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "0f".repeat(32));
    Path dir = folder.resolve("people");
    PeopleConfig config =
        new PeopleConfig("to test", Duration.ofDays(30), key, dir, JudgingRules.DEFAULT);
    people = PeopleDesk.open(config, InstantSource.system(), console.audit()::tell);
    open.add(people);
    ScriptedIntake intake = new ScriptedIntake(false);
    String camera = "camera-token-012";
    start(
        intake,
        new GatewayConfig.Tokens(
            Optional.empty(),
            Optional.of(ADMIN),
            List.of(NamedToken.of("gate", "camera", List.of(), camera))),
        limit(JPEG.length),
        100);
    String ann = "{\"name\":\"ann\",\"consent\":\"form 7\"}";
    for (String token : List.of("", camera, ADMIN)) {
      send(as(token, request("/v1/people")));
      send(as(token, request("/v1/people").POST(BodyPublishers.ofString(ann))));
    }
    for (String wrong : List.of("{}", "x", "{\"name\":\"b\",\"until\":\"2020-01-01T00:00:00Z\"}")) {
      assertThat(
              send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString(wrong))))
                  .statusCode())
          .isEqualTo(400);
    }
    assertThat(
            send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString(ann)))).statusCode())
        .isEqualTo(409);
    String large = "{\"name\":\"" + "b".repeat(17_000) + "\"}";
    send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString(large))));
    String faces = "/v1/people/ann/faces";
    for (String token : List.of("", camera)) {
      send(as(token, request(faces).POST(BodyPublishers.noBody())));
    }
    send(as(ADMIN, request(faces).POST(BodyPublishers.ofByteArray(jpegOf(JPEG.length + 1)))));
    send(as(ADMIN, request("/v1/people/bob/faces").POST(BodyPublishers.ofByteArray(JPEG))));
    SeenFace face =
        new SeenFace(
            Detection.pointed(0.8f, BOX, List.of()),
            new FaceQuality(80, 300, 0, 120, true),
            Optional.of(new FloatVector(new float[] {0.6f, 0.8f})));
    assertThat(enrol(intake, UnitReply.ok(SeenFace.toFindings("m", List.of(face, face)))))
        .isEqualTo(422);
    assertThat(enrol(intake, NONE)).isEqualTo(503);
    assertThat(enrol(intake, UnitReply.ok(SeenFace.toFindings("m", List.of(face))))).isEqualTo(200);
    assertThat(intake.tasks).allMatch(task -> task.request().unrecorded());
    for (String token : List.of("", camera, ADMIN)) {
      send(as(token, request("/v1/people/ann")));
      send(as(token, request("/v1/people/bob")));
    }
    for (String token : List.of("", camera, ADMIN, ADMIN)) {
      send(as(token, request("/v1/people/ann").DELETE()));
    }
    send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString(ann))));
    try (Stream<Path> files = Files.list(dir)) {
      Files.delete(files.findFirst().orElseThrow());
    }
    Files.delete(dir);
    Files.createFile(dir);
    send(as(ADMIN, request("/v1/people/ann").DELETE()));
    send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString("{\"name\":\"cleo\"}"))));
    assertThat(audited).anyMatch(line -> line.startsWith("person-erased"));
    assertThat(audited)
        .filteredOn(line -> line.startsWith("person-") || line.startsWith("face-"))
        .hasSizeGreaterThan(3)
        .noneMatch(line -> line.contains("ann") || line.contains("form 7"));
    people = null;
    start(new ScriptedIntake(true), Optional.empty(), limit(JPEG.length));
    send(as(ADMIN, request("/v1/people")));
    send(as(ADMIN, request("/v1/people").POST(BodyPublishers.ofString(ann))));
  }

  private int enrol(ScriptedIntake intake, UnitReply embedding) throws Exception {
    int before = intake.tasks.size();
    CompletableFuture<HttpResponse<String>> posted =
        client.sendAsync(
            as(ADMIN, request("/v1/people/ann/faces").POST(BodyPublishers.ofByteArray(JPEG)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    await().until(() -> intake.tasks.size() > before);
    intake
        .tasks
        .get(before)
        .onReply()
        .accept(reply(Status.COMPLETE, Map.of(SeenFace.ANALYSIS, embedding)));
    HttpResponse<String> answer = posted.join();
    described.check(answer);
    return answer.statusCode();
  }

  private void askWebhooks(String token) throws Exception {
    String paths = "/v1/webhooks";
    for (String path : List.of("", "/dead", "/dead?limit=0", "/dead?webhook=other")) {
      send(as(token, request(paths + path)));
    }
    List<String> ids = new ArrayList<>(List.of("none"));
    if (webhooks.states().get(0).channel().isPresent()) {
      webhooks.dead(Optional.empty(), 1).join().forEach(item -> ids.add(item.id()));
    }
    for (String id : ids) {
      send(as(token, request(paths + "/dead/" + id + "/retry").POST(BodyPublishers.noBody())));
    }
    for (String name : List.of("hook", "other")) {
      send(as(token, request(paths + "/" + name + "/test").POST(BodyPublishers.noBody())));
      send(as(token, request(paths + "/" + name + "/retry").POST(BodyPublishers.noBody())));
    }
  }

  private void askTheStore(String accept, String query) throws Exception {
    for (String question : QUESTIONS) {
      String path = question.split(" ", -1)[1];
      send(
          request(path + (path.contains("?") ? "&" : "?") + query)
              .header("Authorization", "Bearer " + ADMIN)
              .header("Accept", accept.isEmpty() ? "*/*" : accept)
              .method(question.split(" ", -1)[0], BodyPublishers.noBody()));
    }
  }

  private void whatAnyMasterAnswers() throws Exception {
    start(new ScriptedIntake(true), Optional.empty(), limit(JPEG.length));
    get("/healthz");
    get("/v1/cameras");
    get("/openapi.json");
    get("/");
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
    start(intake, Optional.empty(), MasterDefaults.GATEWAY.images());
    intake.status.complete(READY);
    get("/v1/status?wait=2s");
    intake.labels.complete(LABELS);
    get("/v1/labels");
    get("/v1/quarantine");
    for (String query : List.of("?image=ab", "?image=b", "")) {
      clear(query);
    }
    intake.isWriting = true;
    clear("?image=ab");
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
    start(intake, Optional.empty(), MasterDefaults.GATEWAY.images());
    intake.status.complete(ScriptedIntake.STATUS);
    get("/readyz");
    ScriptedIntake ending = new ScriptedIntake(false);
    start(ending, Optional.empty(), MasterDefaults.GATEWAY.images());
    ending.status.completeExceptionally(new IllegalStateException("over"));
    get("/v1/status");
    ending.labels.completeExceptionally(new IllegalStateException("over"));
    get("/v1/labels");
    ending.quarantined = CompletableFuture.failedFuture(new IllegalStateException("over"));
    get("/v1/quarantine");
    clear("?image=all");
    ending.isEnding = true;
    get("/v1/tasks");
    String drain = "/v1/slaves/s1/drain";
    send(as(ADMIN, request(drain).POST(BodyPublishers.noBody())));
    send(as(ADMIN, request(drain).DELETE()));
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

  private void clear(String query) throws Exception {
    send(request("/v1/quarantine" + query).header("Authorization", "Bearer " + ADMIN).DELETE());
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
        "m8x2k1-17",
        Optional.of("cam1.jpg"),
        status,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.JPEG, 640, 480, 70_000, "0a".repeat(32))),
        new StillInfo(
            Optional.of(new Camera("gate")),
            Optional.of(
                new StillTime(OffsetDateTime.parse("2026-11-29T14:05:00+01:00"), TimeSource.EXIF))),
        new Results(Map.of("person", Optional.of(1), "face", Optional.empty()), units, ZONES),
        Optional.of(
            new Timing(
                Duration.ofMillis(80),
                Duration.ZERO,
                Map.of(Analysis.EDGES, new UnitRun(Duration.ofMillis(3), "s1", 1)))));
  }
}
