package io.lynceus.master.mqtt.topics;

import static io.lynceus.master.mqtt.topics.TestStills.GATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.Backoff;
import io.lynceus.master.mqtt.session.MqttSession;
import io.lynceus.master.mqtt.session.ScriptedBroker;
import io.lynceus.master.mqtt.session.SteppedTime;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrokerBoardTest {
  private static final CameraSet CAMERAS =
      TestStills.set(Set.of("person", "unicorn"), TestStills.camera("gate", "The gate"));

  private final SteppedTime time = new SteppedTime();
  private final ScriptedBroker broker = new ScriptedBroker();
  private BrokerBoard board = newBoard(DiscoveryKind.OFF);

  private BrokerBoard newBoard(DiscoveryKind kind) {
    BrokerBoard made =
        new BrokerBoard(
            new BrokerBoard.Sight("lynceus", true, label -> !label.equals("unicorn")),
            new Discovery.Config(kind, "lynceus", "homeassistant", "1", true),
            time,
            time);
    MqttSession session =
        new MqttSession(
            broker,
            () -> ScriptedBroker.LOGIN,
            time,
            time,
            new Backoff(MqttSession.FIRST_WAIT, MqttSession.LAST_WAIT, new Random(1)),
            made);
    made.begin(session);
    session.begin();
    return made;
  }

  private void connect() {
    broker.last().admit();
    settle();
  }

  private void settle() {
    broker.last().confirmAll();
    time.pass(Duration.ofMillis(BrokerBoard.LIST_MILLIS));
    board.look();
    broker.last().confirmAll();
  }

  private String kept(String topic) {
    return broker.kept.get("lynceus/" + topic);
  }

  @Test
  void whatNobodyHasLookedAtIsUnknown() {
    board.describe(CAMERAS);
    connect();
    assertThat(broker.kept)
        .containsEntry("lynceus/available", "online")
        .containsEntry("lynceus/gate/person", "None")
        .containsEntry("lynceus/gate/person/state", "None")
        .containsEntry("lynceus/gate/all", "None")
        .containsEntry("lynceus/gate/yard/person", "None")
        .doesNotContainKey("lynceus/gate/snapshot");
  }

  @Test
  void aWatchIsOnWhereSomethingIsWrongAndUnknownWhereNobodyCanSay() {
    board = newBoard(DiscoveryKind.COMPONENT);
    WatchRegion region = new WatchRegion(0.1, 0.1, 0.2, 0.2);
    board.describe(
        CAMERAS.withWatches(List.of(WatchConfig.of("bin", "gate", region, WatchKind.PRESENT))));
    connect();
    assertThat(kept("gate/bin/watch")).isEqualTo("None");
    assertThat(broker.kept.get("homeassistant/binary_sensor/lynceus_gate/bin_watch/config"))
        .contains("\"device_class\":\"problem\"", "\"lynceus/gate/bin/watch\"");
    board.watched(GATE, Map.of("bin", Optional.of(true)));
    settle();
    assertThat(kept("gate/bin/watch")).isEqualTo("ON");
    board.watched(GATE, Map.of("bin", Optional.of(false)));
    settle();
    assertThat(kept("gate/bin/watch")).isEqualTo("OFF");
    board.watched(GATE, Map.of("bin", Optional.empty()));
    settle();
    assertThat(kept("gate/bin/watch")).isEqualTo("None");
    board.describe(CAMERAS);
    settle();
    assertThat(kept("gate/bin/watch")).isNull();
  }

  @Test
  void countsAreThoseOfTheLatestStillAndWhatNoNetworkFindsIsUnknown() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(2));
    board.judged(GATE, Map.of("Person", 1));
    settle();
    assertThat(kept("gate/person")).isEqualTo("2");
    assertThat(kept("gate/all")).isEqualTo("2");
    assertThat(kept("gate/yard/person")).isEqualTo("2");
    assertThat(kept("gate/unicorn")).isEqualTo("None");
    assertThat(kept("gate/person/state")).isEqualTo("ON");
    assertThat(kept("gate/unicorn/state")).isEqualTo("None");
    board.replied(GATE, TestStills.persons(0));
    board.judged(GATE, Map.of());
    settle();
    assertThat(kept("gate/person")).isEqualTo("0");
    assertThat(kept("gate/person/state")).isEqualTo("OFF");
  }

  @Test
  void aStillThatNobodyCouldLookAtIsUnknownAndNotZero() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(2));
    board.judged(GATE, Map.of("person", 2));
    board.replied(GATE, TestStills.unknown());
    settle();
    assertThat(kept("gate/person")).isEqualTo("None");
    assertThat(kept("gate/yard/person")).isEqualTo("None");
    assertThat(kept("gate/person/state")).as("one still says nothing").isEqualTo("ON");
    board.replied(GATE, TestStills.unknown());
    board.replied(GATE, TestStills.unknown());
    settle();
    assertThat(kept("gate/person/state")).isEqualTo("None");
  }

  @Test
  void whatACoveredCameraDoesNotShowIsUnknownAndNotZero() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(2));
    board.judged(GATE, Map.of("person", 2));
    board.replied(GATE, TestStills.hidden(TestStills.persons(0)));
    settle();
    assertThat(kept("gate/person")).isEqualTo("None");
    assertThat(kept("gate/all")).isEqualTo("None");
    assertThat(kept("gate/yard/person")).isEqualTo("None");
    assertThat(kept("gate/person/state")).isEqualTo("ON");
    board.replied(GATE, TestStills.hidden(TestStills.persons(0)));
    board.replied(GATE, TestStills.hidden(TestStills.persons(0)));
    settle();
    assertThat(kept("gate/person/state")).isEqualTo("None");
    board.replied(GATE, TestStills.persons(1));
    board.judged(GATE, Map.of("person", 1));
    settle();
    assertThat(kept("gate/person")).isEqualTo("1");
    assertThat(kept("gate/person/state")).isEqualTo("ON");
  }

  @Test
  void aReplyThatIsOvertakenDoesNotCountUnlessTheClockWasSetBack() {
    board.describe(CAMERAS);
    connect();
    Instant taken = time.instant();
    board.replied(GATE, TestStills.at(TestStills.persons(2), taken));
    for (int i = 0; i < CameraBoard.OLDER_IN_A_ROW; i++) {
      board.replied(GATE, TestStills.at(TestStills.persons(1), taken.minusSeconds(60 - i)));
    }
    settle();
    assertThat(kept("gate/person")).isEqualTo("2");
    board.replied(GATE, TestStills.at(TestStills.persons(1), taken.minusSeconds(1)));
    settle();
    assertThat(kept("gate/person")).isEqualTo("1");
  }

  @Test
  void aListThatIsStillOnItsWayIsNotWrittenAnew() {
    broker.answers = false;
    board.describe(CAMERAS);
    connect();
    time.pass(Duration.ofMinutes(1));
    board.look();
    broker.last().confirmAll();
    assertThat(kept("retained")).isNull();
    broker.last().answer();
    broker.last().fail("gone");
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    time.pass(Duration.ofMillis(BrokerBoard.LIST_MILLIS));
    broker.last().confirmAll();
    assertThat(kept("retained")).as("the answer was that of another connection").isNull();
    broker.last().answer();
    settle();
    assertThat(kept("retained")).contains("lynceus/gate/person");
  }

  @Test
  void aLateCameraIsUnknownUntilItsNextStill() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(1));
    board.judged(GATE, Map.of("person", 1));
    time.pass(Duration.ofSeconds(20));
    settle();
    time.pass(Duration.ofMillis(1));
    settle();
    assertThat(kept("gate/person")).isEqualTo("None");
    assertThat(kept("gate/person/state")).isEqualTo("None");
    board.replied(GATE, TestStills.persons(1));
    settle();
    assertThat(kept("gate/person")).isEqualTo("1");
  }

  @Test
  void aMasterThatStopsSaysSoAndThatNothingIsKnown() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(1));
    board.stop();
    broker.last().confirmAll();
    assertThat(kept("available")).isEqualTo("stopped");
    assertThat(kept("gate/person")).isEqualTo("None");
  }

  @Test
  void theWillOfAnEarlierConnectionIsAnswered() {
    connect();
    broker.kept.put("lynceus/available", "offline");
    broker.last().send("lynceus/available", "offline");
    broker.last().confirmAll();
    assertThat(kept("available")).isEqualTo("online");
    board.stop();
    broker.last().confirmAll();
    broker.last().send("lynceus/available", "offline");
    broker.last().confirmAll();
    assertThat(kept("available")).isEqualTo("stopped");
  }

  @Test
  void theTopicsOfACameraThatIsNotDescribedAnyMoreAreRemoved() {
    board.describe(CAMERAS);
    connect();
    assertThat(kept("gate/person")).isNotNull();
    board.describe(TestStills.set(Set.of("person"), TestStills.camera("hall", "Hall")));
    settle();
    assertThat(broker.kept.keySet()).noneMatch(topic -> topic.startsWith("lynceus/gate"));
    assertThat(kept("hall/person")).isEqualTo("None");
    assertThat(kept("retained")).contains("lynceus/hall/person").doesNotContain("gate");
  }

  @Test
  void soAreThoseThatAnEarlierStartHasLeft() {
    board.describe(CAMERAS);
    connect();
    board.picture(GATE, "still-1", new byte[] {1});
    board.heard(TestStills.change(EventChange.Type.NEW, "still-1"));
    settle();
    broker.last().fail("the master is killed");
    broker.kept.put("other/topic", "1");

    board = newBoard(DiscoveryKind.OFF);
    board.describe(TestStills.set(Set.of("person"), TestStills.camera("hall", "Hall")));
    broker.last().admit();
    broker.last().send("lynceus/retained", kept("retained"));
    settle();
    assertThat(broker.kept.keySet()).noneMatch(topic -> topic.startsWith("lynceus/gate"));
    assertThat(broker.kept).containsKey("other/topic");
  }

  @Test
  void aListThatOthersHaveWrittenTakesNothingAwayFromThem() {
    board.describe(CAMERAS);
    broker.kept.put("other/topic", "1");
    broker.kept.put("homeassistant/light/kitchen/config", "{}");
    broker.last().admit();
    broker
        .last()
        .send(
            "lynceus/retained",
            "[\"other/topic\",\"homeassistant/light/kitchen/config\",\"lynceus/#\",7,\"lynceus/a/b\"]");
    settle();
    assertThat(broker.kept).containsKeys("other/topic", "homeassistant/light/kitchen/config");
    assertThat(broker.last().told()).contains("lynceus/a/b=").doesNotContain("lynceus/#=");
    broker.last().send("lynceus/retained", "not JSON");
    settle();
    assertThat(kept("retained")).contains("lynceus/gate/person");
  }

  @Test
  void theSnapshotIsThatOfTheStillThatShowsTheEventBest() {
    board.describe(CAMERAS);
    connect();
    board.picture(GATE, "still-1", "one".getBytes(UTF_8));
    assertThat(kept("gate/snapshot")).isNull();
    board.heard(TestStills.change(EventChange.Type.NEW, "still-1"));
    settle();
    assertThat(kept("gate/snapshot")).isEqualTo("one");
    board.heard(TestStills.change(EventChange.Type.UPDATE, "still-2")); // the picture comes later
    board.picture(GATE, "still-3", "three".getBytes(UTF_8));
    board.picture(GATE, "still-2", "two".getBytes(UTF_8));
    settle();
    assertThat(kept("gate/snapshot")).isEqualTo("two");
    board.heard(TestStills.change(EventChange.Type.END, "still-3"));
    assertThat(kept("gate/snapshot")).isEqualTo("two");
  }

  @Test
  void aCameraThatIsNotDescribedHasNoTopics() {
    connect();
    Camera other = new Camera("other");
    board.replied(other, TestStills.persons(1));
    board.judged(other, Map.of("person", 1));
    settle();
    assertThat(broker.kept).containsOnlyKeys("lynceus/available", "lynceus/retained");
  }

  @Test
  void theReplyIsSentWithoutMaps() {
    board.describe(CAMERAS);
    connect();
    board.replied(GATE, TestStills.persons(1));
    assertThat(broker.last().told())
        .anyMatch(each -> each.startsWith("lynceus/gate/result={\"seq\":1,\"id\":\"still-1\""));
    assertThat(broker.kept).doesNotContainKey("lynceus/gate/result");
  }

  @Test
  void homeAssistantIsToldAgainWhenItStarts() {
    board = newBoard(DiscoveryKind.DEVICE);
    board.describe(CAMERAS);
    connect();
    assertThat(broker.last().filters).contains("homeassistant/status");
    String topic = "homeassistant/device/lynceus_gate/config=";
    List<String> before = List.copyOf(broker.last().told());
    assertThat(before).anyMatch(each -> each.startsWith(topic));
    broker.last().send("homeassistant/status", "offline");
    settle();
    assertThat(broker.last().told()).hasSameSizeAs(before);
    broker.last().send("homeassistant/status", "online");
    settle();
    assertThat(broker.last().told().subList(before.size(), broker.last().told().size()))
        .hasSize(2)
        .anyMatch(each -> each.startsWith(topic))
        .allMatch(each -> each.startsWith("homeassistant/device/lynceus"));
  }
}
