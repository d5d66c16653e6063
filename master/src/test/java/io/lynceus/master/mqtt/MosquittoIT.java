package io.lynceus.master.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.mqtt.session.MqttState;
import io.lynceus.master.mqtt.topics.TestStills;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.reply.EventJson;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's mosquitto, heard by mosquitto_sub. */
@Tag("gate")
class MosquittoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/lynceus/master/mqtt/transcript.txt");

  @TempDir private Path folder;

  @BeforeEach
  void mosquittoIsThere() {
    assumeTrue(
        MosquittoBroker.isThere(),
        "there is no mosquitto: apt-get install mosquitto mosquitto-clients");
  }

  private static MqttConfig config(String settings) {
    return MqttConfig.from(
        ConfigFactory.parseString("mqtt { " + settings + " }")
            .withFallback(MasterConfig.defaults())
            .resolve()
            .getConfig("mqtt"));
  }

  private static MqttConfig config(MosquittoBroker broker, String settings) {
    return config("url = \"mqtt://127.0.0.1:" + broker.port() + "\", " + settings);
  }

  private static MqttDesk start(MqttConfig config) throws IOException {
    MqttDesk desk = MqttDesk.start(config, "1.0", label -> true);
    desk.connect();
    return desk;
  }

  private static void awaitAllSent(MqttDesk desk) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> desk.state().isConnected() && desk.state().pending() == 0);
  }

  private static void awaitProblem(MqttDesk desk, String part) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> desk.state().problem().or(desk.state()::refusal).orElse("").contains(part));
  }

  /**
   * The next part of the transcript: the broker may mix what it confirms with what it does not.
   *
   * @param number of its lines
   */
  private static List<String> part(
      String title, int number, MosquittoBroker broker, List<String> before) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> broker.lines("heard").size() >= before.size() + number);
    broker.awaitMarker("heard", title);
    List<String> all = broker.lines("heard");
    List<String> lines = new ArrayList<>(List.of("# " + title));
    all.subList(before.size(), all.size()).stream().sorted().forEach(lines::add);
    before.clear();
    before.addAll(all);
    return lines;
  }

  @Test
  void theTranscriptOfADay() throws Exception {
    try (MosquittoBroker broker = MosquittoBroker.start(folder, "allow_anonymous true")) {
      broker.hear("heard", "%r %q %t %p");
      List<String> before = new ArrayList<>(broker.lines("heard"));
      List<String> transcript = new ArrayList<>();
      MqttDesk desk = start(config(broker, "client-id = c"));
      desk.settings(TestStills.set(Set.of("person"), TestStills.camera("gate", "The gate")));
      transcript.addAll(part("the master starts", 14, broker, before));
      desk.replied(TestStills.GATE, TestStills.persons(2));
      desk.judged(TestStills.GATE, Map.of("person", 2));
      desk.picture(TestStills.GATE, "still-1", "a JPEG".getBytes(UTF_8));
      desk.heard(TestStills.change(EventChange.Type.NEW, "still-1"));
      deliver(desk, TestStills.change(EventChange.Type.NEW, "still-1"));
      transcript.addAll(part("two persons", 8, broker, before));
      desk.replied(TestStills.GATE, TestStills.unknown());
      transcript.addAll(part("no slave", 4, broker, before));
      broker.say("homeassistant/status", "online");
      transcript.addAll(part("Home Assistant starts", 8, broker, before));
      desk.close();
      transcript.addAll(part("the master stops", 2, broker, before));
      if (System.getProperty("lynceus.golden", "").equals("write")) {
        Files.write(GOLDEN, transcript);
      }
      assertThat(transcript).isEqualTo(Files.readAllLines(GOLDEN));
    }
  }

  private static void deliver(MqttDesk desk, EventChange change) {
    var outcome =
        desk.deliver(new Delivery("1", change, EventJson.line(change), change.event().started(), 0))
            .toCompletableFuture()
            .join();
    assertThat(outcome.kind()).isEqualTo(DeliveryOutcome.Kind.DONE);
  }

  @Test
  void aMasterThatIsLostIsOffline() throws Exception {
    try (MosquittoBroker broker = MosquittoBroker.start(folder, "allow_anonymous true")) {
      broker.hear("heard", "%t %p");
      MqttDesk desk = start(config(broker, "client-id = c"));
      awaitAllSent(desk);
      // Another one with the same client id: the broker drops the first, as a cut network would.
      MqttDesk other = start(config(broker, "client-id = c, prefix = other"));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> broker.read("heard").contains("lynceus/available offline"));
      other.close();
      awaitAllSent(desk);
      desk.close();
      broker.awaitMarker("heard", "end");
      List<String> said =
          broker.lines("heard").stream()
              .filter(line -> line.startsWith("lynceus/available"))
              .toList();
      assertThat(said.get(said.size() - 1)).isEqualTo("lynceus/available stopped");
    }
  }

  @Test
  void eventsAmidKillsOfTheBrokerArriveInTheOrderOfTheirCameras() throws Exception {
    int events = 60;
    try (MosquittoBroker broker =
        MosquittoBroker.start(
            folder,
            "allow_anonymous true",
            "persistence true",
            "persistence_location " + folder + "/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 10000")) {
      broker.hear("heard", "%t %p", "-c", "-i", "listener");
      MqttDesk desk = start(config(broker, "client-id = c"));
      Deliveries deliveries =
          Deliveries.start(List.of(desk), Optional.empty(), InstantSource.system());
      try {
        for (int i = 0; i < events; i++) {
          if (i % 20 == 10) {
            broker.kill();
          }
          for (String camera : List.of("a", "b", "c")) {
            deliveries.offer(deliveries.prepare(numbered(camera, i), channel -> true), false);
          }
          if (i % 20 == 19) {
            broker.startAgain();
          }
        }
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> deliveries.states().get(0).pending().orElse(1) == 0);
        assertThat(deliveries.states().get(0).delivered()).isEqualTo(3L * events);
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> heard(broker, "c").contains("c-" + (events - 1)));
        for (String camera : List.of("a", "b", "c")) {
          assertThat(heard(broker, camera))
              .containsExactlyElementsOf(
                  IntStream.range(0, events).mapToObj(i -> camera + "-" + i).toList());
        }
      } finally {
        deliveries.close();
      }
    }
  }

  private static EventChange numbered(String camera, int number) {
    SceneEvent event = TestStills.change(EventChange.Type.NEW, "still").event();
    return new EventChange(
        EventChange.Type.NEW,
        new SceneEvent(
            camera + "-" + number,
            event.kind(),
            event.rule(),
            new Camera(camera),
            event.label(),
            event.zone(),
            event.started(),
            event.last(),
            event.ended(),
            1,
            false,
            event.best()));
  }

  /** The ids of a camera's events, each where it was heard first. */
  private static Set<String> heard(MosquittoBroker broker, String camera) {
    Set<String> ids = new LinkedHashSet<>();
    for (String line : broker.lines("heard")) {
      if (line.startsWith("lynceus/events ") && line.endsWith("}")) {
        String id = line.replaceAll(".*\"event\":\\{\"id\":\"([^\"]*)\".*", "$1");
        if (id.startsWith(camera + "-")) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  @Test
  void whatAnEarlierStartHasLeftIsRemoved() throws Exception {
    try (MosquittoBroker broker = MosquittoBroker.start(folder, "allow_anonymous true")) {
      broker.say("others/state", "stays", "-r");
      MqttDesk first = start(config(broker, "client-id = c"));
      first.settings(
          TestStills.set(
              Set.of("person"), TestStills.camera("gate", "G"), TestStills.camera("hall", "H")));
      awaitAllSent(first);
      broker.hear("first", "%t %p");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> broker.read("first").contains("lynceus/retained"));
      first.close();

      MqttDesk second = start(config(broker, "client-id = c"));
      second.settings(TestStills.set(Set.of("person"), TestStills.camera("hall", "H")));
      awaitAllSent(second);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  broker
                          .read("first")
                          .lines()
                          .filter(line -> line.startsWith("lynceus/retained "))
                          .count()
                      > 1);
      awaitAllSent(second);
      broker.hear("kept", "%t %p");
      broker.awaitMarker("kept", "end");
      assertThat(broker.lines("kept").stream().map(line -> line.replaceAll(" .*", "")))
          .contains("others/state", "lynceus/hall/person")
          .contains("homeassistant/binary_sensor/lynceus_hall/person/config")
          .noneMatch(topic -> topic.contains("gate"));
      second.close();
    }
  }

  @Test
  void aWrongPasswordIsSaidAndTheRightOneCountsWithoutARestart() throws Exception {
    Files.writeString(folder.resolve("users"), "lynceus:right\n");
    new ProcessBuilder("mosquitto_passwd", "-U", folder.resolve("users").toString())
        .start()
        .waitFor();
    Path password = folder.resolve("password");
    Files.writeString(password, "wrong\n");
    try (MosquittoBroker broker =
        MosquittoBroker.start(folder, "password_file " + folder.resolve("users"))) {
      String login = "user = lynceus, password-file = \"" + password + "\"";
      MqttDesk desk = start(config(broker, login));
      awaitProblem(desk, "it refuses the user or the password: check mqtt.user");
      assertThatThrownBy(() -> probe(config(broker, login), new ArrayList<>()))
          .hasMessageContaining("it refuses the user or the password");
      assertThatThrownBy(() -> probe(config(broker, ""), new ArrayList<>()))
          .hasMessageContaining("it lets nobody in without a user");
      Files.writeString(password, "right\n");
      awaitAllSent(desk);
      List<String> steps = new ArrayList<>();
      probe(config(broker, login), steps);
      assertThat(steps)
          .containsExactly("broker", "connected", "published", "read back", "published");
      assertThat(desk.state().isConnected()).as("the probe takes nobody's place").isTrue();
      desk.close();
    }
  }

  private static void probe(MqttConfig config, List<String> steps)
      throws IOException, InterruptedException {
    BrokerProbe.run(config, (step, result) -> steps.add(step));
  }

  @Test
  void aRightThatLacksIsSaid() throws Exception {
    Files.writeString(folder.resolve("acl"), "topic readwrite lynceus/#\n");
    try (MosquittoBroker broker =
        MosquittoBroker.start(
            folder, "allow_anonymous true", "acl_file " + folder.resolve("acl"))) {
      assertThatThrownBy(() -> probe(config(broker, "prefix = other"), new ArrayList<>()))
          .hasMessageContaining("does not let this user publish other/test");
      assertThatThrownBy(() -> probe(config(broker, ""), new ArrayList<>()))
          .hasMessageContaining("does not let this user publish homeassistant/");
      probe(config(broker, "discovery = off"), new ArrayList<>());
      MqttDesk desk = start(config(broker, "prefix = other"));
      awaitProblem(desk, "does not let this user publish");
      MqttState state = desk.state();
      assertThat(state.isConnected()).isTrue();
      assertThat(state.refused()).isPositive();
      assertThat(desk.use().state()).isEqualTo("connected");
      desk.close();
    }
  }

  @Test
  void tlsWithCertificatesOfBothSides() throws Exception {
    X509Bundle ca = certificate("ca").setIsCertificateAuthority(true).buildSelfSigned();
    Path caFile = Files.writeString(folder.resolve("ca.pem"), ca.getCertificatePEM());
    write("broker", certificate("broker").addSanIpAddress("127.0.0.1").buildIssuedBy(ca));
    write("client", certificate("client").buildIssuedBy(ca));
    X509Bundle stranger = certificate("stranger").setIsCertificateAuthority(true).buildSelfSigned();
    Path strangerFile =
        Files.writeString(folder.resolve("other.pem"), stranger.getCertificatePEM());
    try (MosquittoBroker broker =
        MosquittoBroker.start(
            folder,
            "cafile " + caFile,
            "certfile " + folder.resolve("broker.pem"),
            "keyfile " + folder.resolve("broker.key"),
            "require_certificate true",
            "use_identity_as_username true")) {
      String url = "url = \"mqtts://127.0.0.1:" + broker.port() + "\", tls.ca = \"" + caFile + "\"";
      String own =
          ", tls.certificate = \"%s\", tls.key = \"%s\""
              .formatted(folder.resolve("client.pem"), folder.resolve("client.key"));
      probe(config(url + own), new ArrayList<>());
      MqttDesk desk = start(config(url + own));
      awaitAllSent(desk);
      desk.close();
      assertThatThrownBy(() -> probe(config(url), new ArrayList<>()))
          .isInstanceOf(BrokerProbe.ProbeException.class)
          .hasMessageContaining("127.0.0.1:" + broker.port() + " with TLS: it ");
      assertThatThrownBy(
              () ->
                  probe(
                      config(url.replace(caFile.toString(), strangerFile.toString()) + own),
                      new ArrayList<>()))
          .hasMessageContaining("its certificate is of no CA that this side trusts");
      assertThatThrownBy(
              () ->
                  probe(
                      config(url.replaceAll(", tls.*", "").replace("mqtts", "mqtt")),
                      new ArrayList<>()))
          .hasMessageContaining("does that port speak MQTT without TLS?");
    }
  }

  private static CertificateBuilder certificate(String name) {
    return new CertificateBuilder().ecp256().subject("CN=" + name);
  }

  private void write(String name, X509Bundle given) throws IOException {
    Files.writeString(folder.resolve(name + ".key"), given.getPrivateKeyPEM());
    Files.writeString(folder.resolve(name + ".pem"), given.getCertificatePathPEM());
  }

  @Test
  void whereNothingListensThatIsSaid() throws Exception {
    MosquittoBroker broker = MosquittoBroker.start(folder, "allow_anonymous true");
    broker.close();
    assertThatThrownBy(() -> probe(config(broker, ""), new ArrayList<>()))
        .hasMessage(
            "127.0.0.1:%d: nothing can be reached there (Connection refused): does the broker run, and is the port in mqtt.url right?"
                .formatted(broker.port()));
    assertThatThrownBy(() -> probe(config("url = \"mqtt://nowhere.invalid\""), new ArrayList<>()))
        .hasMessage("nowhere.invalid:1883: there is no such host: check the name in mqtt.url");
  }
}
