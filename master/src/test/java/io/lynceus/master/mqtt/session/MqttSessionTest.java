package io.lynceus.master.mqtt.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.Backoff;
import io.lynceus.master.mqtt.link.TopicMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MqttSessionTest {
  private final SteppedTime time = new SteppedTime();
  private final ScriptedBroker broker = new ScriptedBroker();
  private final List<String> heard = new ArrayList<>();
  private String fileFault = "";
  private final MqttSession session =
      new MqttSession(
          broker,
          () -> {
            if (!fileFault.isEmpty()) {
              throw new IOException(fileFault);
            }
            return ScriptedBroker.LOGIN;
          },
          time,
          time,
          new Backoff(MqttSession.FIRST_WAIT, MqttSession.LAST_WAIT, new Random(1)),
          new MqttSession.Hearer() {
            @Override
            public void connected() {
              heard.add("connected");
            }

            @Override
            public void subscribed() {
              heard.add("subscribed");
            }

            @Override
            public void arrived(TopicMessage message) {
              heard.add(message.topic());
            }
          });

  private static TopicMessage event(String text) {
    return new TopicMessage("events", text.getBytes(UTF_8), true, false);
  }

  private void keep(String topic, String text) {
    session.retained().put(TopicMessage.kept(topic, text));
    session.flush();
  }

  @Test
  void whatWasToldWhileTheBrokerWasAwayIsToldInItsNewestForm() {
    keep("a", "1");
    session.begin();
    keep("b", "1");
    keep("a", "2");
    broker.last().admit();
    broker.last().confirmAll();
    assertThat(broker.last().told()).containsExactly("b=1", "a=2");
    assertThat(session.isDone()).isTrue();
    assertThat(session.state().pending()).isZero();
  }

  @Test
  void theSameIsNotToldTwiceButAfterAnOutageItIs() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    keep("a", "1");
    broker.last().confirmAll();
    assertThat(broker.last().told()).containsExactly("a=1");
    broker.last().fail("gone");
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    assertThat(broker.last().told()).containsExactly("a=1");
  }

  @Test
  void whatIsConfirmedGoesInItsOrderAndNoMoreAtOnceThanTheBrokerAllows() {
    session.begin();
    broker.last().admit(2);
    List<CompletableFuture<Void>> told = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      told.add(session.tell(event("e" + i)));
    }
    assertThat(broker.last().told()).containsExactly("events=e0", "events=e1");
    assertThat(session.state().pending()).isEqualTo(5);
    broker.last().confirm(0);
    assertThat(told.get(0)).isCompleted();
    assertThat(told.get(1)).isNotDone();
    assertThat(broker.last().unconfirmed()).isEqualTo(2);
    broker.last().confirmAll();
    assertThat(broker.last().told())
        .containsExactly("events=e0", "events=e1", "events=e2", "events=e3", "events=e4");
    assertThat(told).allMatch(CompletableFuture::isDone);
  }

  @Test
  void whatTheBrokerMayNotHaveFailsWhenTheConnectionIsLost() {
    session.begin();
    assertThat(session.tell(event("before"))).isCompletedExceptionally();
    broker.last().admit(1);
    CompletableFuture<Void> sent = session.tell(event("sent"));
    CompletableFuture<Void> unsent = session.tell(event("unsent"));
    broker.last().fail("it has closed the connection");
    assertThat(sent).isCompletedExceptionally();
    assertThat(unsent).isCompletedExceptionally();
    assertThat(session.state().isConnected()).isFalse();
    assertThat(session.state().problem()).hasValue("broker:1883: it has closed the connection");
  }

  @Test
  void theWaitGrowsToAMinuteIsNeverTheSameAndBeginsAnewAfterAConnection() {
    session.begin();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      broker.last().fail("away");
      Duration wait = time.next();
      assertThat(wait).isBetween(Duration.ofMillis(500), MqttSession.LAST_WAIT);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      time.pass(wait);
    }
    assertThat(broker.connections).hasSize(13);
    assertThat(longest).isGreaterThan(Duration.ofSeconds(30));
    broker.last().admit();
    broker.last().fail("driven out by another client of the same id");
    assertThat(time.next()).isGreaterThan(Duration.ofSeconds(20));
    time.pass(MqttSession.LAST_WAIT);
    broker.last().admit();
    time.pass(MqttSession.STEADY);
    broker.last().fail("away");
    assertThat(time.next()).isLessThanOrEqualTo(MqttSession.FIRST_WAIT);
  }

  @Test
  void aFileThatCannotBeReadIsTriedAgain() {
    fileFault = "mqtt.password-file names p, which cannot be read: is the path right?";
    session.begin();
    assertThat(broker.connections).isEmpty();
    assertThat(session.state().problem()).hasValue(fileFault);
    fileFault = "";
    time.pass(MqttSession.FIRST_WAIT);
    assertThat(broker.connections).hasSize(1);
  }

  @Test
  void aRefusedTopicIsToldOfAndTheOthersGoOn() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    broker.last().confirm(0x87);
    CompletableFuture<Void> told = session.tell(event("e"));
    broker.last().confirm(0x87);
    assertThat(told).isCompletedExceptionally();
    assertThat(session.state().refused()).isEqualTo(2);
    assertThat(session.state().refusal().orElseThrow()).contains("does not let this user publish");
    assertThat(session.isDone()).isTrue();
    keep("b", "1");
    broker.last().confirmAll();
    assertThat(broker.kept).containsOnlyKeys("b");
  }

  @Test
  void whatWasRefusedIsToldAgainAfterAMinuteUntilItGoesThrough() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    session.retained().put(new TopicMessage("count", "5".getBytes(UTF_8), false, true));
    session.flush();
    broker.last().confirm(0x87);
    time.pass(MqttSession.REFUSED_PAUSE.minusMillis(1));
    session.look();
    assertThat(broker.last().told()).containsExactly("a=1", "count=5");
    time.pass(Duration.ofMillis(1));
    session.look();
    broker.last().confirm(0x87);
    session.look();
    assertThat(broker.last().told()).containsExactly("a=1", "count=5", "a=1");
    assertThat(session.state().refusal()).isPresent();
    time.pass(MqttSession.REFUSED_PAUSE);
    session.look();
    broker.last().confirm(0);
    assertThat(broker.kept).containsEntry("a", "1");
    assertThat(session.state().refusal()).isEmpty();
    assertThat(broker.last().told())
        .as("what is not confirmed may have been refused too")
        .endsWith("a=1", "count=5");
  }

  @Test
  void aBrokerThatConfirmsNothingIsLeft() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    time.pass(MqttSession.CONFIRM_LIMIT);
    session.look();
    assertThat(session.state().isConnected()).isTrue();
    time.pass(Duration.ofMillis(1));
    session.look();
    assertThat(session.state().isConnected()).isFalse();
    assertThat(broker.last().ended).isTrue();
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    assertThat(broker.last().told()).containsExactly("a=1");
  }

  @Test
  void nothingIsHeapedUpForASlowBroker() {
    session.begin();
    broker.last().admit();
    broker.last().writable = false;
    keep("a", "1");
    keep("a", "2");
    session.tellNow(new TopicMessage("result", new byte[1], false, false));
    assertThat(broker.last().got).isEmpty();
    assertThat(session.state().dropped()).isEqualTo(1);
    broker.last().room();
    assertThat(broker.last().told()).containsExactly("a=2");
  }

  @Test
  void moreThanAThousandEventsAtOnceAreNotTaken() {
    session.begin();
    broker.last().admit(1);
    for (int i = 0; i <= MqttSession.MOST_WAITING; i++) { // one of them is sent
      assertThat(session.tell(event("e"))).isNotDone();
    }
    assertThat(session.tell(event("e"))).isCompletedExceptionally();
  }

  @Test
  void aTopicThatIsRemovedIsForgottenWhenTheBrokerHasForgottenIt() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    broker.last().confirmAll();
    assertThat(broker.kept).containsKey("a");
    session.retained().remove("a");
    session.flush();
    assertThat(session.retained().topics()).containsExactly("a");
    broker.last().confirmAll();
    assertThat(broker.kept).isEmpty();
    assertThat(session.retained().topics()).isEmpty();
  }

  @Test
  void anEarlierConfirmationForgetsNoLaterRemoval() {
    session.begin();
    broker.last().admit();
    keep("a", "1");
    broker.last().confirmAll();
    session.retained().remove("a");
    session.flush();
    keep("a", "2");
    session.retained().remove("a");
    broker.last().confirm(0);
    assertThat(session.retained().topics()).containsExactly("a");
    session.flush();
    broker.last().confirmAll();
    assertThat(broker.kept).isEmpty();
    assertThat(session.retained().topics()).isEmpty();
  }

  @Test
  void whatIsSentOnceIsNotSentAgain() {
    session.begin();
    session.retained().putOnce(new TopicMessage("s", "old".getBytes(UTF_8), false, true));
    session.retained().putOnce(new TopicMessage("s", "new".getBytes(UTF_8), false, true));
    broker.last().admit();
    assertThat(broker.last().told()).containsExactly("s=new");
    broker.last().fail("away");
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    assertThat(broker.last().told()).isEmpty();
    assertThat(session.retained().topics()).containsExactly("s");
  }

  @Test
  void whatIsSentOnceIsSentAgainIfTheBrokerHasNotConfirmedIt() {
    session.begin();
    broker.last().admit();
    session.retained().putOnce(once("a", "lost"));
    session.retained().putOnce(once("b", "lost"));
    session.retained().putOnce(once("c", "lost"));
    session.flush();
    session.retained().putOnce(once("b", "newer"));
    session.retained().remove("c");
    broker.last().fail("away");
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    broker.last().confirmAll();
    assertThat(broker.last().told()).containsExactlyInAnyOrder("a=lost", "b=newer", "c=");
    broker.last().fail("away again");
    time.pass(MqttSession.LAST_WAIT);
    broker.last().admit();
    assertThat(broker.last().told()).isEmpty();
  }

  @Test
  void ofTwoOnTheirWayTheLaterOneIsSentAgain() {
    session.begin();
    broker.last().admit();
    session.retained().putOnce(once("a", "older"));
    session.flush();
    session.retained().putOnce(once("a", "newer"));
    session.flush();
    broker.last().fail("away");
    time.pass(MqttSession.FIRST_WAIT);
    broker.last().admit();
    broker.last().confirmAll();
    assertThat(broker.last().told()).containsExactly("a=newer");
  }

  private static TopicMessage once(String topic, String text) {
    return new TopicMessage(topic, text.getBytes(UTF_8), true, true);
  }

  @Test
  void whatIsSentOnceIsBounded() {
    int half = (int) RetainedTopics.MOST_ONCE_BYTES / 2;
    for (String topic : List.of("a", "b", "c")) {
      session.retained().putOnce(new TopicMessage(topic, new byte[half], false, true));
    }
    assertThat(session.retained().waiting()).isEqualTo(2);
    assertThat(session.retained().next().orElseThrow().topic()).isEqualTo("b");
  }

  @Test
  void afterTheEndNothingIsTried() {
    session.begin();
    broker.last().admit();
    session.end();
    assertThat(broker.last().farewell).isTrue();
    session.begin();
    assertThat(broker.connections).hasSize(1);
    assertThat(time.isIdle()).isTrue();
  }
}
