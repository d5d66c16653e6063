package io.lynceus.master.mqtt.session;

import io.lynceus.master.mqtt.link.TopicMessage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the broker is to keep: the newest message of each topic, and which of them it does not have
 * yet. One thread at a time.
 */
public final class RetainedTopics {
  /** Bytes of messages that wait and are sent once; beyond, the oldest are dropped. */
  static final long MOST_ONCE_BYTES = 16 << 20;

  private final Map<String, TopicMessage> held = new LinkedHashMap<>();
  private final Set<String> waiting = new LinkedHashSet<>();

  /** Messages that are sent once and then kept by the broker alone: large ones. */
  private final Map<String, TopicMessage> once = new LinkedHashMap<>();

  private final Set<String> onceTopics = new HashSet<>();
  private long onceBytes;
  private long changes;

  /** Tells it, unless that is what was told last; an empty payload removes the topic. */
  public void put(TopicMessage message) {
    TopicMessage before = held.get(message.topic());
    if (before == null || !Arrays.equals(before.payload(), message.payload())) {
      if (held.put(message.topic(), message) == null) {
        changes++;
      }
      waiting.remove(message.topic()); // the latest goes last
      waiting.add(message.topic());
    }
  }

  /** Tells it, and does not tell it again once the broker has it. */
  public void putOnce(TopicMessage message) {
    forgetOnce(message.topic());
    if (onceTopics.add(message.topic())) {
      changes++;
    }
    once.put(message.topic(), message);
    onceBytes += message.payload().length;
    while (onceBytes > MOST_ONCE_BYTES && once.size() > 1) {
      forgetOnce(once.keySet().iterator().next());
    }
  }

  /** The connection has ended before the broker has confirmed it: a later one goes before it. */
  void notArrived(TopicMessage message) {
    String topic = message.topic();
    if (onceTopics.contains(topic) && !once.containsKey(topic) && !held.containsKey(topic)) {
      putOnce(message);
    }
  }

  /** The broker has such a message of an earlier start. */
  public void isThere(String topic) {
    if (onceTopics.add(topic)) {
      changes++;
    }
  }

  private void forgetOnce(String topic) {
    TopicMessage before = once.remove(topic);
    onceBytes -= before == null ? 0 : before.payload().length;
  }

  /** Has the broker forget the topic. */
  public void remove(String topic) {
    forgetOnce(topic);
    onceTopics.remove(topic);
    put(TopicMessage.kept(topic, ""));
  }

  /** Tells again what the broker may have lost. */
  public void tellAgain(Predicate<String> topics) {
    held.keySet().stream().filter(topics).forEach(waiting::add);
  }

  /** The next message that the broker does not have; it counts as sent. */
  public Optional<TopicMessage> next() {
    Iterator<String> first = waiting.iterator();
    if (first.hasNext()) {
      String topic = first.next();
      first.remove();
      return Optional.ofNullable(held.get(topic));
    }
    Iterator<TopicMessage> large = once.values().iterator();
    if (large.hasNext()) {
      TopicMessage message = large.next();
      large.remove();
      onceBytes -= message.payload().length;
      return Optional.of(message);
    }
    return Optional.empty();
  }

  /** The broker has that message; a later one of its topic may be under way. */
  @SuppressWarnings("ReferenceEquality") // an equal one may be told again yet
  public void arrived(TopicMessage message) {
    if (message.payload().length == 0 && held.get(message.topic()) == message) {
      held.remove(message.topic());
      changes++;
      waiting.remove(message.topic());
    }
  }

  /** The topics that the broker may keep for us, with those that it has to forget. */
  public Set<String> topics() {
    Set<String> all = new HashSet<>(held.keySet());
    all.addAll(onceTopics);
    return all;
  }

  /** Another number when {@link #topics} are others than before. */
  public long changes() {
    return changes;
  }

  /** How many messages the broker does not have. */
  public int waiting() {
    return waiting.size() + once.size();
  }
}
