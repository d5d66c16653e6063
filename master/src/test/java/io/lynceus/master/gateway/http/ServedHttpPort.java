package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.common.http.AllowedHosts;
import io.lynceus.console.SettingLine;
import io.lynceus.console.live.LiveView;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.gateway.ClientPorts;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.search.Remembered;
import io.lynceus.master.gateway.search.StoreDesk;
import io.lynceus.master.people.PeopleDesk;
import io.lynceus.master.webhooks.Webhooks;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.protocol.message.Thumbnail;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** An HTTP port and its clients; each answer is held against its description. */
abstract class ServedHttpPort {
  static final Duration STALL = Duration.ofSeconds(2);

  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofMillis(300),
          STALL,
          Duration.ofHours(1),
          Duration.ofSeconds(9),
          MasterDefaults.GATEWAY.timeouts().leastRate());

  /** What {@code /metrics} is given to tell. */
  static final String PAGE = "lynceus_up 1\n";

  /** The administrators' token, unless a test starts with another, or with none. */
  static final String ADMIN = "the-admins-token";

  static final String VERSION = "1.2.3";

  private static final String BOUNDARY = "xYzZy";

  final ScriptedIntake atOnce = new ScriptedIntake(true);
  final ScriptedIntake onDemand = new ScriptedIntake(false);
  final HttpClient client = HttpClient.newHttpClient();
  final DescribedAnswers described = new DescribedAnswers();
  final List<AutoCloseable> open = new ArrayList<>();

  /** What the pages are told; {@link #audited} is what it has told. */
  final LiveView live = LiveView.start();

  final List<String> audited = new CopyOnWriteArrayList<>();
  final HttpPort.ForConsole console =
      new HttpPort.ForConsole(
          live,
          List.of(new SettingLine("tasks.port", "7070", "7070", "TCP port.")),
          (kind, facts) -> audited.add(kind + " " + new TreeMap<>(facts)),
          Webhooks.none());
  Cameras cameras = Cameras.none();

  /** Of ports that are started from now on. */
  Webhooks webhooks = Webhooks.none();

  /** Of ports that are started from now on; null when they compare no faces. */
  PeopleDesk people;

  /** Whether administrators may change cameras. */
  boolean edit;

  Gateway gateway;
  HttpPort port;

  /** What ports remember that are started from now on; null for nothing. */
  Remembered store;

  ServedHttpPort() throws IOException {}

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    live.close();
  }

  void start(ScriptedIntake intake) throws IOException {
    start(intake, Optional.empty(), MasterDefaults.GATEWAY.images());
  }

  void start(ScriptedIntake intake, Optional<String> token, ImageLimits images) throws IOException {
    start(intake, token, images, 100);
  }

  void start(ScriptedIntake intake, Optional<String> token, ImageLimits images, int perAddress)
      throws IOException {
    start(intake, new GatewayConfig.Tokens(token, Optional.of(ADMIN)), images, perAddress);
  }

  void start(ScriptedIntake intake, Optional<String> token, Optional<String> admin)
      throws IOException {
    GatewayConfig.Tokens tokens = new GatewayConfig.Tokens(token, admin);
    start(intake, tokens, MasterDefaults.GATEWAY.images(), 100);
  }

  void start(ScriptedIntake intake, GatewayConfig.Tokens tokens, ImageLimits images, int perAddress)
      throws IOException {
    GatewayLimits limits = new GatewayLimits(100, perAddress, 8, 64 << 20, 2L * images.bytes());
    gateway =
        Gateway.of(
            new GatewayConfig("127.0.0.1", 0, tokens, images, limits, TIMEOUTS),
            intake,
            Optional.empty(),
            new ClientPorts(),
            cameras);
    port =
        HttpPort.open(
            new HttpConfig("127.0.0.1", 0, tokens.closesThePorts(), AllowedHosts.NONE, true, edit),
            gateway,
            VERSION,
            status -> PAGE,
            Optional.ofNullable(store).map(StoreDesk::new),
            new HttpPort.ForConsole(
                console.live(),
                console.settings(),
                console.audit(),
                webhooks,
                Optional.ofNullable(people)));
    open.add(port);
  }

  /** The live view has a still with a thumbnail, the number 1. */
  void hearOfAStill() {
    live.heard(
        Reply.rejected(Ask.DEFAULT, new Rejection(RejectionCode.BUSY, "busy")),
        Optional.of(new Thumbnail(new byte[] {1, 2, 3})));
  }

  static ImageLimits limit(int bytes) {
    return new ImageLimits(
        bytes, MasterDefaults.GATEWAY.images().pixels(), MasterDefaults.GATEWAY.images().side());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port.address().getPort() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return checked(client.send(request.build(), BodyHandlers.ofString()));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String query, BodyPublisher body) throws Exception {
    return send(request("/v1/images" + query).POST(body));
  }

  HttpResponse<String> post(String query, byte[] body) throws Exception {
    return post(query, BodyPublishers.ofByteArray(body));
  }

  CompletableFuture<HttpResponse<String>> postLater(byte[] body) {
    HttpRequest post = request("/v1/images").POST(BodyPublishers.ofByteArray(body)).build();
    return client.sendAsync(post, BodyHandlers.ofString()).thenApply(this::checked);
  }

  private HttpResponse<String> checked(HttpResponse<String> response) {
    described.check(response);
    return response;
  }

  HttpResponse<String> postForm(String query, byte[] form) throws Exception {
    return send(
        request("/v1/images" + query)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form)));
  }

  static byte[] form(byte[]... parts) {
    return joined(joined(parts), ("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
  }

  static byte[] field(String disposition, byte[] content) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    return joined(head.getBytes(UTF_8), content, "\r\n".getBytes(UTF_8));
  }

  Socket raw(String head, byte[] body) throws IOException {
    Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
    open.add(socket);
    socket.getOutputStream().write(joined(head.getBytes(ISO_8859_1), body));
    return socket;
  }

  static String postHead(String headers) {
    return "POST /v1/images HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  /** A JPEG of this size, filled up with zeros behind its end. */
  static byte[] jpegOf(int bytes) {
    return Arrays.copyOf(JPEG, bytes);
  }

  static Rejection rejection(HttpResponse<String> response) throws Exception {
    return ReplyJson.read(response.body()).reply().rejection().orElseThrow();
  }

  static JsonNode problem(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(response.body());
    assertThat(problem.get("status").asInt()).isEqualTo(response.statusCode());
    return problem;
  }

  static String code(HttpResponse<String> response) throws IOException {
    return problem(response).get("code").asText();
  }

  void assertNothingHeld() {
    await().untilAsserted(() -> assertThat(gateway.held().taken()).isZero());
  }
}
