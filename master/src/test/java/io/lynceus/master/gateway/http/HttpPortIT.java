package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.TaskRequest;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Patience;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.History;
import io.lynceus.protocol.reply.ClusterStatus.MasterMemory;
import io.lynceus.protocol.reply.ClusterStatus.Pace;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import io.lynceus.protocol.reply.Reply.Status;
import io.lynceus.protocol.reply.Reply.UnitReply;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.reply.StatusJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpPortIT {
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofMillis(300),
          Duration.ofMillis(900),
          Duration.ofHours(1),
          Duration.ofSeconds(9),
          Patience.DEFAULT_LEAST_RATE);
  private static final String BOUNDARY = "xYzZy";

  private final ScriptedIntake atOnce = new ScriptedIntake(true);
  private final ScriptedIntake onDemand = new ScriptedIntake(false);
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Gateway gateway;
  private HttpPort port;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private void start(ScriptedIntake intake) throws IOException {
    start(intake, Optional.empty(), ImageLimits.DEFAULT);
  }

  private void start(ScriptedIntake intake, Optional<String> token, ImageLimits images)
      throws IOException {
    start(intake, token, images, 100);
  }

  private void start(
      ScriptedIntake intake, Optional<String> token, ImageLimits images, int perAddress)
      throws IOException {
    GatewayLimits limits = new GatewayLimits(100, perAddress, 8, 64 << 20, 2L * images.bytes());
    gateway =
        Gateway.of(
            new GatewayConfig(
                "127.0.0.1",
                0,
                new GatewayConfig.Tokens(token, Optional.empty()),
                images,
                limits,
                PATIENCE),
            intake);
    port = HttpPort.open(new HttpConfig("127.0.0.1", 0, token), gateway);
    open.add(port);
  }

  private static ImageLimits limit(int bytes) {
    return new ImageLimits(bytes, ImageLimits.DEFAULT.pixels(), ImageLimits.DEFAULT.side());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port.address().getPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String query, BodyPublisher body) throws Exception {
    return send(request("/v1/images" + query).POST(body));
  }

  private HttpResponse<String> post(String query, byte[] body) throws Exception {
    return post(query, BodyPublishers.ofByteArray(body));
  }

  private CompletableFuture<HttpResponse<String>> postLater(byte[] body) {
    HttpRequest post = request("/v1/images").POST(BodyPublishers.ofByteArray(body)).build();
    return client.sendAsync(post, BodyHandlers.ofString());
  }

  private HttpResponse<String> postForm(String query, byte[] form) throws Exception {
    return send(
        request("/v1/images" + query)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form)));
  }

  private static byte[] form(byte[]... parts) {
    return joined(joined(parts), ("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
  }

  private static byte[] field(String disposition, byte[] content) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    return joined(head.getBytes(UTF_8), content, "\r\n".getBytes(UTF_8));
  }

  private Socket raw(String head, byte[] body) throws IOException {
    Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
    open.add(socket);
    socket.getOutputStream().write(joined(head.getBytes(ISO_8859_1), body));
    return socket;
  }

  private static String postHead(String headers) {
    return "POST /v1/images HTTP/1.1\r\nHost: lynceus\r\n" + headers + "\r\n";
  }

  /** A JPEG with so many bytes behind its end. */
  private static byte[] jpegOf(int bytes) {
    return Arrays.copyOf(JPEG, bytes);
  }

  private static Rejection rejection(HttpResponse<String> response) throws Exception {
    return ReplyJson.read(response.body()).rejection().orElseThrow();
  }

  private void assertNothingHeld() {
    await().untilAsserted(() -> assertThat(gateway.budget().taken()).isZero());
  }

  @Test
  void anImageIsAnsweredWithItsReply() throws Exception {
    start(atOnce);

    HttpResponse<String> response = post("", JPEG);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    Reply reply = ReplyJson.read(response.body());
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.seq()).isEqualTo(1);
    assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
    assertNothingHeld();
  }

  @Test
  void optionsHaveTheNamesOfSet() throws Exception {
    start(atOnce);

    String query =
        "?analyses=faces,edges&edges=png&labels=person,traffic%20light&min-score=0.5"
            + "&deadline=500ms&name=cam+1";
    assertThat(post(query, PNG).statusCode()).isEqualTo(200);

    TaskRequest asked = atOnce.tasks.get(0).request();
    assertThat(asked.analyses()).containsExactlyInAnyOrder(Analysis.FACES, Analysis.EDGES);
    assertThat(asked.options().edgesPng()).isTrue();
    assertThat(asked.options().labels()).containsExactly("person", "traffic light");
    assertThat(asked.options().minScore()).hasValue(0.5);
    assertThat(asked.deadline()).contains(Duration.ofMillis(500));
    assertThat(asked.name()).contains("cam 1");
  }

  @ParameterizedTest
  @CsvSource({
    "%C3%BC%E7%8C%AB%F0%9F%90%88.jpg, ü猫🐈.jpg",
    "a%22b%5C%0A%01c, 'a\"b\\\n\1c'",
    "%26%3D%3F%23%2B%25, &=?#+%",
    "a=b, a=b"
  })
  void namesComeBackAsTheyWere(String encoded, String name) throws Exception {
    start(atOnce);
    assertThat(ReplyJson.read(post("?name=" + encoded, JPEG).body()).name()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?analyses=smiles", "?edges=jpg", "?min-score=2", "?deadline=soon", "?size=3"})
  void anOptionThatDoesNotExistIsABadRequest(String query) throws Exception {
    start(atOnce);
    HttpResponse<String> response = post(query, JPEG);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(rejection(response).code()).isEqualTo(RejectionCode.BAD_COMMAND);
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void aBrokenPercentSignIsABadRequest() throws Exception {
    start(atOnce);
    Socket socket =
        raw("POST /v1/images?name=%zz HTTP/1.0\r\nContent-Length: 0\r\n\r\n", new byte[0]);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 400 ")
        .contains("hexadecimal");
  }

  @Test
  void anImageThatMakesNoSenseIsABadRequest() throws Exception {
    start(atOnce);
    assertThat(post("", "no image".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    assertThat(post("", new byte[0]).statusCode()).isEqualTo(400);
    HttpResponse<String> half = post("?name=half", Arrays.copyOf(JPEG, JPEG.length / 2));
    assertThat(half.statusCode()).isEqualTo(400);
    assertThat(rejection(half).code()).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(ReplyJson.read(half.body()).name()).contains("half");
    assertNothingHeld();
  }

  @Test
  void theFormOfCommonClientsIsNoMatterForARawBody() throws Exception {
    start(atOnce);
    HttpRequest.Builder request =
        request("/v1/images")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofByteArray(JPEG));
    assertThat(send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyOfTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
    int limit = JPEG.length + 1000;
    start(atOnce, Optional.empty(), limit(limit));
    for (boolean chunked : new boolean[] {false, true}) {
      byte[] fits = jpegOf(limit);
      byte[] large = jpegOf(limit + 1);
      assertThat(post("", publisher(fits, chunked)).statusCode()).isEqualTo(200);
      HttpResponse<String> refused = post("", publisher(large, chunked));
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(rejection(refused).code()).isEqualTo(RejectionCode.TOO_LARGE);
    }
    assertThat(atOnce.tasks).hasSize(2);
    assertNothingHeld();
  }

  private static BodyPublisher publisher(byte[] body, boolean chunked) {
    return chunked
        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
        : BodyPublishers.ofByteArray(body);
  }

  @Test
  void aClientThatSendsFarTooMuchStillGetsTheAnswer() throws Exception {
    start(atOnce, Optional.empty(), limit(1 << 20));
    for (boolean chunked : new boolean[] {false, true}) {
      assertThat(post("", publisher(new byte[30 << 20], chunked)).statusCode()).isEqualTo(413);
    }
    assertNothingHeld();
  }

  @Test
  void anAnnouncedSizeIsRefusedBeforeTheBodyComes() throws Exception {
    start(atOnce, Optional.empty(), limit(1000));
    Socket socket = raw(postHead("Content-Length: 1001\r\n"), new byte[0]);
    assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 413");
  }

  @Test
  void aClientThatWaitsForOurWordIsRefusedWithoutSending() throws Exception {
    start(atOnce, Optional.empty(), limit(1000));
    String headers = "Content-Length: 1001\r\nExpect: 100-continue\r\n";
    Socket socket = raw(postHead(headers), new byte[0]);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void theFieldImageOfAFormIsTaken() throws Exception {
    start(atOnce);
    byte[] form =
        form(
            field("name=\"comment\"", "hello".getBytes(UTF_8)),
            field("name=\"image\"; filename=\"Tür \\\"1\\\".jpg\"", JPEG));

    Reply reply = ReplyJson.read(postForm("", form).body());

    assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
    assertThat(reply.name()).contains("Tür \"1\".jpg");
    assertThat(ReplyJson.read(postForm("?name=mine", form).body()).name()).contains("mine");
    assertNothingHeld();
  }

  @Test
  void aFormIsBoundedLikeARawBody() throws Exception {
    int limit = 70_000;
    start(atOnce, Optional.empty(), limit(limit));
    byte[] fits = form(field("name=image", jpegOf(limit)));
    byte[] large = form(field("name=image", jpegOf(limit + 1)));
    byte[] besides = form(field("name=x", new byte[70_000]), field("name=image", JPEG));
    assertThat(postForm("", fits).statusCode()).isEqualTo(200);
    assertThat(postForm("", large).statusCode()).isEqualTo(413);
    assertThat(postForm("", besides).statusCode()).isEqualTo(413);
    assertNothingHeld();
  }

  @Test
  void aFormWithoutOneImageIsABadRequest() throws Exception {
    start(atOnce);
    byte[] image = field("name=image", JPEG);
    for (byte[] wrong :
        List.of(
            form(field("name=picture", JPEG)),
            form(image, image),
            image,
            "no form".getBytes(UTF_8),
            new byte[0])) {
      assertThat(postForm("", wrong).statusCode()).isEqualTo(400);
    }
    HttpRequest.Builder unbounded =
        request("/v1/images")
            .header("Content-Type", "multipart/form-data")
            .POST(BodyPublishers.ofByteArray(form(image)));
    assertThat(send(unbounded).statusCode()).isEqualTo(400);
    assertNothingHeld();
  }

  @Test
  void theTokenIsAskedFor() throws Exception {
    start(atOnce, Optional.of("s3cret"), ImageLimits.DEFAULT);
    atOnce.status.complete(ScriptedIntake.STATUS);
    for (String path : List.of("/v1/images", "/v1/status")) {
      for (String header : List.of("Bearer wrong", "Basic s3cret", "Bearer", "Bearer s3cret2")) {
        HttpResponse<String> refused = send(authorized(path, header));
        assertThat(refused.statusCode()).as(path + header).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(rejection(refused).code()).isEqualTo(RejectionCode.UNAUTHORIZED);
      }
      assertThat(send(authorized(path, "Bearer s3cret")).statusCode()).isEqualTo(200);
    }
    assertThat(post("", JPEG).statusCode()).isEqualTo(401);
    assertThat(get("/v1/status").statusCode()).isEqualTo(401);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  private HttpRequest.Builder authorized(String path, String header) {
    HttpRequest.Builder request = request(path).header("Authorization", header);
    return path.endsWith("images") ? request.POST(BodyPublishers.ofByteArray(JPEG)) : request;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "30000, 30"})
  void busyTellsWhenToComeAgain(int millis, String seconds) throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    Rejection busy =
        new Rejection(RejectionCode.BUSY, "later", Optional.of(Duration.ofMillis(millis)));
    onDemand.tasks.get(0).onReply().accept(Reply.rejected(Optional.empty(), busy));
    assertThat(posted.get().statusCode()).isEqualTo(429);
    assertThat(posted.get().headers().firstValue("Retry-After")).contains(seconds);
  }

  @Test
  void imagesForWhichThereIsNoRoomAreToldToComeAgain() throws Exception {
    start(onDemand, Optional.empty(), limit(JPEG.length));
    List<CompletableFuture<HttpResponse<String>>> held = List.of(postLater(JPEG), postLater(JPEG));
    await().until(() -> onDemand.tasks.size() == 2);
    HttpResponse<String> refused = post("", JPEG);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    onDemand.tasks.forEach(ScriptedIntake.Task::reply);
    for (CompletableFuture<HttpResponse<String>> one : held) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertNothingHeld();
  }

  @Test
  void noSlaveAtAllIsUnavailableAndAPartialReplyIsNot() throws Exception {
    start(onDemand);
    UnitReply none = UnitReply.without(Outcome.NO_SLAVE, "no slave");
    UnitReply late = UnitReply.without(Outcome.TIMEOUT, "late");
    assertThat(statusOfPartial(Map.of(Analysis.FACES, none, Analysis.EDGES, none))).isEqualTo(503);
    assertThat(statusOfPartial(Map.of(Analysis.FACES, none, Analysis.EDGES, late))).isEqualTo(200);
  }

  private int statusOfPartial(Map<Analysis, UnitReply> units) throws Exception {
    int before = onDemand.tasks.size();
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() > before);
    onDemand
        .tasks
        .get(before)
        .onReply()
        .accept(
            new Reply(
                0,
                "t",
                Optional.empty(),
                Status.PARTIAL,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                units,
                Optional.empty()));
    assertThat(ReplyJson.read(posted.get().body()).analyses()).isEqualTo(units);
    return posted.get().statusCode();
  }

  @Test
  void noThreadWaitsForAReply() throws Exception {
    start(onDemand);
    List<CompletableFuture<HttpResponse<String>>> posted =
        IntStream.range(0, 60).mapToObj(i -> postLater(JPEG)).toList();
    await().until(() -> onDemand.tasks.size() == posted.size());
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    onDemand.tasks.forEach(ScriptedIntake.Task::reply);
    for (CompletableFuture<HttpResponse<String>> one : posted) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertNothingHeld();
  }

  @Test
  void noThreadWaitsForABody() throws Exception {
    start(atOnce);
    for (int i = 0; i < 60; i++) {
      raw(postHead("Content-Length: " + JPEG.length + "\r\n"), new byte[] {JPEG[0]});
    }
    assertThat(post("", JPEG).statusCode()).isEqualTo(200);
  }

  @Test
  void aLargeReplyIsWrittenWhole() throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    String id = "x".repeat(8 << 20);
    onDemand.tasks.get(0).reply(id);
    assertThat(ReplyJson.read(posted.get().body()).id()).isEqualTo(id);
  }

  @Test
  void aClientThatGoesAwayWhileItSendsLeavesNothingBehind() throws Exception {
    start(atOnce);
    Socket socket = raw(postHead("Content-Length: 100000\r\n"), new byte[50_000]);
    await().until(() -> gateway.budget().taken() > 0);
    socket.close();
    assertNothingHeld();
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void aClientThatGoesAwayWhileItWaitsHasItsWorkCancelled() throws Exception {
    start(onDemand);
    Socket socket = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    socket.close();
    await().until(() -> onDemand.cancelled.get() == 1);
    assertNothingHeld();
    onDemand.tasks.get(0).reply("too late");
    assertNothingHeld();
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aNextRequestThatIsThereAlreadyIsAnsweredAfterTheFirst() throws Exception {
    start(onDemand);
    Socket patient = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    patient
        .getOutputStream()
        .write("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
    Socket leaves = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 2);
    leaves.close();
    await().until(() -> onDemand.cancelled.get() == 1); // so both have been looked at
    onDemand.tasks.get(0).reply("first");
    String answers = new String(patient.getInputStream().readAllBytes(), UTF_8);
    assertThat(answers).contains("\"first\"").contains("{\"healthy\":true}");
  }

  @Test
  void anIdIsTakenFromTheQueryOrItsCustomaryHeader() throws Exception {
    start(atOnce);
    assertThat(post("?id=a-1", JPEG).statusCode()).isEqualTo(200);
    for (String key : List.of("b/2", "\"b/2\"")) {
      HttpRequest.Builder keyed =
          request("/v1/images")
              .header("Idempotency-Key", key)
              .POST(BodyPublishers.ofByteArray(JPEG));
      assertThat(send(keyed).statusCode()).isEqualTo(200);
    }
    assertThat(post("?id=a%20b", JPEG).statusCode()).isEqualTo(400);
    assertThat(atOnce.tasks)
        .extracting(task -> task.request().id().orElseThrow())
        .containsExactly("a-1", "b/2", "b/2");
  }

  @Test
  void anAddressHasItsConnectionsAndNotOneMore() throws Exception {
    start(atOnce, Optional.empty(), ImageLimits.DEFAULT, 2);
    byte[] health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8);
    Socket first = raw("", health);
    Socket second = raw("", health);
    assertThat(first.getInputStream().read()).isEqualTo('H');
    assertThat(second.getInputStream().read()).isEqualTo('H');
    try (Socket third = raw("", new byte[0])) {
      assertThat(new String(third.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 429 ")
          .contains("Retry-After: 1\r\n", "\"code\":\"BUSY\"");
    }
    first.close();
    await().untilAsserted(() -> assertThat(get("/healthz").statusCode()).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what\r\n\r\n",
        "GET /healthz HTTP/7.0\r\nHost: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
      })
  void whatIsNoRequestIsRefusedInJson(String request) throws Exception {
    start(atOnce);
    Socket socket = raw("", request.getBytes(UTF_8));
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .containsPattern("^HTTP/1.1 [45]\\d\\d ")
        .contains("application/json", "\"status\":\"rejected\",\"code\":\"BAD_COMMAND\"")
        .doesNotContain("html");
  }

  @Test
  void aHeadThatIsTooLongIsRefusedInJson() throws Exception {
    start(atOnce);
    HttpResponse<String> refused = send(request("/healthz").header("X", "x".repeat(20_000)));
    assertThat(refused.statusCode()).isEqualTo(431);
    assertThat(rejection(refused).code()).isEqualTo(RejectionCode.BAD_COMMAND);
  }

  @Test
  void aBodyThatIsCutOffOrStallsIsAnswered() throws Exception {
    start(atOnce);
    Socket cutOff = raw(postHead("Content-Length: 100000\r\n"), JPEG);
    cutOff.shutdownOutput();
    Socket stalls = raw(postHead("Content-Length: 100000\r\n"), JPEG);
    for (Socket socket : List.of(cutOff, stalls)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("TRUNCATED");
    }
    assertNothingHeld();
  }

  @Test
  void theStatusIsThatOfTheTaskPort() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.STATUS);
    HttpResponse<String> response = get("/v1/status");
    assertThat(response.statusCode()).isEqualTo(200);
    ClusterStatus status = StatusJson.read(response.body());
    assertThat(status.withMemory(MasterMemory.NONE)).isEqualTo(ScriptedIntake.STATUS);
    assertThat(status.master().memory().heapBytes()).isPositive();
    assertThat(status.master().memory().heldBoundBytes()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"READY, 200", "DRAINING, 503", "SUSPECT, 503"})
  void readyMeansThatASlaveIs(Slave.State state, int code) throws Exception {
    start(atOnce);
    Slave slave =
        new Slave(
            "s", "127.0.0.1:1", "1", state, 3, 0, 0, Pace.UNKNOWN, History.NONE, MemoryUse.NONE);
    ClusterStatus bare = ScriptedIntake.STATUS;
    atOnce.status.complete(
        new ClusterStatus(
            bare.master(),
            bare.tasks(),
            bare.attempts(),
            bare.line(),
            bare.load(),
            List.of(slave)));
    assertThat(get("/readyz").statusCode()).isEqualTo(code);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutSlavesItIsAliveAndNotReady() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.STATUS);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aDispatchAtItsEndIsUnavailable() throws Exception {
    start(atOnce);
    atOnce.status.completeExceptionally(new IllegalStateException("over"));
    assertThat(rejection(get("/v1/status")).code()).isEqualTo(RejectionCode.SHUTTING_DOWN);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void wrongPathsAndMethodsAreToldWhatThereIs() throws Exception {
    start(atOnce);
    HttpResponse<String> lost = get("/v1/nowhere");
    assertThat(lost.statusCode()).isEqualTo(404);
    assertThat(rejection(lost).message()).contains("POST /v1/images");
    HttpResponse<String> wrong = get("/v1/images");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    assertThat(wrong.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(rejection(wrong).message()).contains("POST /v1/images");
  }

  @Test
  void closingAnswersWhatIsThereAndRefusesWhatComes() throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> accepted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    onDemand.status.complete(ScriptedIntake.STATUS);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);
    await().untilAsserted(() -> assertThat(post("", new byte[1]).statusCode()).isEqualTo(503));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(closed).isNotDone();

    onDemand.tasks.get(0).reply();

    assertThat(accepted.get().statusCode()).isEqualTo(200);
    closed.get();
    assertThatThrownBy(() -> get("/healthz")).isInstanceOf(IOException.class);
    open.clear();
  }

  @Test
  void aTakenPortNamesItsSettings() throws Exception {
    start(atOnce);
    try (ServerSocket taken = new ServerSocket(0, 1, port.address().getAddress())) {
      HttpConfig config = new HttpConfig("127.0.0.1", taken.getLocalPort(), Optional.empty());
      assertThatThrownBy(() -> HttpPort.open(config, gateway))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("http.port");
    }
  }

  @Test
  void anAddressThatOthersReachNeedsAToken() {
    assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http.host")
        .hasMessageContaining("tasks.token");
    assertThat(new HttpConfig("0.0.0.0", 0, Optional.of("t")).address().getPort()).isZero();
    assertThat(Set.of(0, 65535)).allSatisfy(p -> new HttpConfig("127.0.0.1", p, Optional.empty()));
    assertThatThrownBy(() -> new HttpConfig("127.0.0.1", 65536, Optional.empty()))
        .hasMessageContaining("http.port");
  }
}
