package io.lynceus.master.mqtt.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.MqttSession;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.ledger.LedgerRow;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that the broker is told, from what the master hears. All methods are called by the thread of
 * the session.
 */
public final class BrokerBoard implements MqttSession.Hearer {
  /**
   * How long the broker has, once it has answered the subscription, for the list of what it keeps.
   */
  static final long LIST_MILLIS = 2000;

  /** The largest reply that is sent. */
  static final int MOST_RESULT_BYTES = 256 << 10;

  private final Sight sight;
  private final Discovery.Config discovering;
  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private final Snapshots snapshots = new Snapshots();
  private @Nullable Parts parts;
  private boolean stopped;

  /** Connections so far. */
  private int connections;

  /**
   * What is shown.
   *
   * @param prefix of all topics
   * @param results whether the reply to each still is told
   * @param findable whether some slave's network can find that label
   */
  public record Sight(String prefix, boolean results, Predicate<String> findable) {}

  /** What needs the session. */
  private record Parts(
      MqttSession session,
      CameraBoard cameras,
      AreaBoard areas,
      Discovery discovery,
      Inventory inventory) {}

  /** A board that {@link #begin} starts. */
  public BrokerBoard(
      Sight sight,
      Discovery.Config discovering,
      ScheduledExecutorService thread,
      InstantSource clock) {
    this.sight = sight;
    this.discovering = discovering;
    this.thread = thread;
    this.clock = clock;
  }

  private Parts parts() {
    Parts begun = parts;
    if (begun == null) {
      throw new IllegalStateException("the board has not begun");
    }
    return begun;
  }

  private String topic(String name) {
    return sight.prefix() + "/" + name;
  }

  /** From now on it hears of cameras; the session begins when it is told to. */
  public void begin(MqttSession session) {
    CameraBoard cameras =
        new CameraBoard(sight.prefix(), session.retained(), clock, sight.findable());
    parts =
        new Parts(
            session,
            cameras,
            new AreaBoard(sight.prefix(), session.retained()),
            new Discovery(discovering, session.retained()),
            new Inventory(sight.prefix(), discovering, session.retained()));
    session.retained().put(TopicMessage.kept(topic(MasterTopics.AVAILABLE), MasterTopics.ONLINE));
  }

  /** These cameras are described from now on. */
  public void describe(CameraSet set) {
    parts().cameras().describe(set);
    parts().areas().describe(set);
    parts().discovery().tell(parts().cameras(), parts().areas().all());
    parts().inventory().described(snapshotTopics());
    parts().session().flush();
  }

  private Set<String> snapshotTopics() {
    return discovering.snapshots()
        ? parts().cameras().all().stream().map(CameraTopics::snapshot).collect(Collectors.toSet())
        : Set.of();
  }

  @Override
  public void connected() {
    connections++;
    parts()
        .session()
        .subscribe(
            List.of(
                parts().inventory().topic(),
                topic(MasterTopics.AVAILABLE),
                discovering.statusTopic()));
  }

  @Override
  public void subscribed() {
    int asked = connections;
    var unused =
        thread.schedule(
            () -> {
              if (asked == connections && parts().session().state().isConnected()) {
                parts().inventory().known();
                parts().session().flush();
              }
            },
            LIST_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void arrived(TopicMessage message) {
    String what = message.topic();
    if (what.equals(parts().inventory().topic())) {
      parts().inventory().found(message);
    } else if (what.equals(discovering.statusTopic())) {
      if (message.text().equals(MasterTopics.ONLINE)) {
        parts().discovery().tellAgain();
      }
    } else if (what.equals(topic(MasterTopics.AVAILABLE))
        && message.text().equals(MasterTopics.OFFLINE)
        && !stopped) {
      parts().session().retained().tellAgain(what::equals); // the will of a connection before
    }
    parts().session().flush();
  }

  /** A still has its reply. */
  public void replied(Camera camera, StillCounts counts) {
    parts().cameras().heard(camera, counts);
    CameraTopics topics = parts().cameras().find(camera).orElse(null);
    if (sight.results() && topics != null) {
      byte[] reply = ReplyJson.write(1, PlainReply.of(counts.reply())).getBytes(UTF_8);
      if (reply.length <= MOST_RESULT_BYTES) {
        parts().session().tellNow(new TopicMessage(topics.result(), reply, false, false));
      }
    }
    parts().session().flush();
  }

  /** A still was judged; see {@link CameraBoard#judged}. */
  public void judged(Camera camera, Map<String, Integer> there) {
    parts().cameras().judged(camera, there);
    parts().session().flush();
  }

  /** Who came into the areas today; see {@link AreaBoard#know}. */
  public void areas(List<LedgerRow> rows) {
    parts().areas().know(rows);
    parts().session().flush();
  }

  /** What is known now of watches; see {@link CameraBoard#watched}. */
  public void watched(Camera camera, Map<String, Optional<Boolean>> wrong) {
    parts().cameras().watched(camera, wrong);
    parts().session().flush();
  }

  /** An event has begun, changed or ended. */
  public void heard(EventChange change) {
    SceneEvent event = change.event();
    if (discovering.snapshots() && change.type() != EventChange.Type.END && !event.quiet()) {
      snapshots
          .want(event.camera(), event.best().image())
          .ifPresent(jpeg -> show(event.camera(), jpeg));
    }
  }

  /** Here is the picture of a still. */
  public void picture(Camera camera, String still, byte[] jpeg) {
    snapshots.offer(camera, still, jpeg).ifPresent(found -> show(camera, found));
  }

  private void show(Camera camera, byte[] jpeg) {
    parts()
        .cameras()
        .find(camera)
        .ifPresent(
            topics -> {
              parts()
                  .session()
                  .retained()
                  .putOnce(new TopicMessage(topics.snapshot(), jpeg, true, true));
              parts().inventory().look();
              parts().session().flush();
            });
  }

  /** The message that tells of a change of an event. */
  public TopicMessage event(String json) {
    return new TopicMessage(topic(MasterTopics.EVENTS), json.getBytes(UTF_8), true, false);
  }

  /** The signed head of the audit table, as JSON: the broker's owner may keep it. */
  public void auditHead(String json) {
    parts().session().retained().put(TopicMessage.kept(topic(MasterTopics.AUDIT), json));
    parts().inventory().look();
    parts().session().flush();
  }

  /** Looks what time has changed. Called every second. */
  public void look() {
    parts().cameras().look();
    parts().inventory().look();
    parts().session().look();
    parts().session().flush();
  }

  /** Nothing more is known: the master stops. */
  public void stop() {
    stopped = true;
    parts().cameras().stop();
    parts().areas().stop();
    parts()
        .session()
        .retained()
        .put(TopicMessage.kept(topic(MasterTopics.AVAILABLE), MasterTopics.STOPPED));
    parts().session().flush();
  }
}
