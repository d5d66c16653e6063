package io.lynceus.master.mqtt.session;

import io.lynceus.master.mqtt.link.LinkFault;
import io.lynceus.master.mqtt.link.MqttLogin;
import io.lynceus.master.mqtt.link.MqttTransport;
import io.lynceus.master.mqtt.link.TopicMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A broker that does what a test says. */
public final class ScriptedBroker implements MqttTransport {
  public static final MqttLogin LOGIN =
      new MqttLogin(
          "broker",
          1883,
          Optional.empty(),
          "c",
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** All connections so far. */
  public final List<Connection> connections = new ArrayList<>();

  /** Whether it answers subscriptions at once. */
  public boolean answers = true;

  /** What it keeps. */
  public final Map<String, String> kept = new TreeMap<>();

  @Override
  public Link connect(MqttLogin login, Listener listener) {
    Connection made = new Connection(listener);
    connections.add(made);
    return made;
  }

  /** The latest connection. */
  public Connection last() {
    return connections.get(connections.size() - 1);
  }

  /** One connection. */
  public final class Connection implements Link {
    private final Listener listener;
    public final List<TopicMessage> got = new ArrayList<>();
    public final List<String> filters = new ArrayList<>();
    private final Map<Integer, TopicMessage> unconfirmed = new LinkedHashMap<>();
    private int subscription;
    public boolean writable = true;
    public boolean ended;
    public boolean farewell;

    Connection(Listener listener) {
      this.listener = listener;
    }

    public void admit() {
      admit(1000);
    }

    public void admit(int window) {
      listener.connected(new Granted(window, 1 << 20));
    }

    /** Confirms what it has, until nothing more comes. */
    public void confirmAll() {
      while (!unconfirmed.isEmpty()) {
        confirm(0);
      }
    }

    /** Confirms or refuses the oldest message. */
    public void confirm(int reason) {
      int id = unconfirmed.keySet().iterator().next();
      TopicMessage message = unconfirmed.remove(id);
      if (reason == 0) {
        keep(message);
      }
      listener.confirmed(id, reason);
    }

    public int unconfirmed() {
      return unconfirmed.size();
    }

    private void keep(TopicMessage message) {
      if (message.retained() && message.payload().length == 0) {
        kept.remove(message.topic());
      } else if (message.retained()) {
        kept.put(message.topic(), message.text());
      }
    }

    public void send(String topic, String text) {
      listener.arrived(TopicMessage.kept(topic, text));
    }

    public void fail(String why) {
      ended = true;
      listener.closed(new LinkFault(LinkFault.Kind.LOST, why));
    }

    public void room() {
      writable = true;
      listener.writable();
    }

    @Override
    public void publish(TopicMessage message, int id) {
      got.add(message);
      if (id == 0) {
        keep(message);
      } else {
        unconfirmed.put(id, message);
      }
    }

    @Override
    public void subscribe(int id, List<String> asked) {
      filters.addAll(asked);
      subscription = id;
      if (answers) {
        answer(id);
      }
    }

    /** Answers the subscription. */
    public void answer() {
      answer(subscription);
    }

    private void answer(int id) {
      listener.subscribed(id, List.of(1));
    }

    @Override
    public boolean isWritable() {
      return writable && !ended;
    }

    @Override
    public void disconnect() {
      farewell = true;
      ended = true;
    }

    @Override
    public void close() {
      ended = true;
    }

    /** Topics and texts in their order. */
    public List<String> told() {
      return got.stream().map(each -> each.topic() + "=" + each.text()).toList();
    }
  }
}
