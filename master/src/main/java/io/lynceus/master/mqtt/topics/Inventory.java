package io.lynceus.master.mqtt.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.RetainedTopics;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Has the broker forget what an earlier start has left there. The broker itself keeps the list of
 * the topics that it keeps for this master, in a topic: so it is right after a restart on another
 * machine, and nothing that others keep there is touched. One thread at a time.
 */
public final class Inventory {
  /** A list with more topics is none of ours. */
  private static final int MOST = 4 * CameraBoard.MOST_TOPICS;

  /** Brokers end connections that name more; ours have fewer. */
  private static final int MOST_LEVELS = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String prefix;
  private final Discovery.Config discovery;
  private final RetainedTopics retained;
  private boolean known;
  private boolean described;
  private Set<String> snapshots = Set.of();
  private @Nullable TopicMessage early;
  private long written = -1;

  /** The broker's list is not known yet. */
  public Inventory(String prefix, Discovery.Config discovery, RetainedTopics retained) {
    this.prefix = prefix;
    this.discovery = discovery;
    this.retained = retained;
  }

  /** The topic of the list. */
  public String topic() {
    return prefix + "/" + MasterTopics.RETAINED;
  }

  /** The broker's list, as an earlier start has written it. */
  public void found(TopicMessage list) {
    if (!known) {
      early = list;
      compare();
    }
  }

  /**
   * All that the cameras have is told; before that, all of the list would look like left over.
   *
   * @param topics of pictures, which an earlier start may have sent
   */
  public void described(Set<String> topics) {
    described = true;
    snapshots = topics;
    compare();
    look();
  }

  private void compare() {
    TopicMessage list = early;
    if (list == null || !described) {
      return;
    }
    early = null;
    Set<String> current = retained.topics();
    for (String topic : read(list)) {
      if (snapshots.contains(topic)) {
        retained.isThere(topic);
      } else if (!current.contains(topic)) {
        retained.remove(topic);
      }
    }
    known();
  }

  private Set<String> read(TopicMessage list) {
    Set<String> topics = new TreeSet<>();
    try {
      JsonNode read = JSON.readTree(list.payload());
      if (read instanceof ArrayNode all && all.size() <= MOST) {
        all.forEach(
            each -> {
              if (each.isTextual() && isOurs(each.textValue())) {
                topics.add(each.textValue());
              }
            });
      }
    } catch (IOException e) {
      // Somebody else has written it.
    }
    return topics;
  }

  /** So that a list which others have written takes nothing away that is not ours. */
  private boolean isOurs(String topic) {
    return topic.length() <= 0xffff / 3
        && topic.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "_-./".indexOf(c) >= 0)
        && topic.chars().filter(c -> c == '/').count() < MOST_LEVELS
        && !topic.equals(topic())
        && (topic.startsWith(prefix + "/") || discovery.owns(topic));
  }

  /** The broker has no list, or none that it lets this client read. */
  public void known() {
    if (early == null) {
      known = true;
      look();
    }
  }

  /** Writes the list when other topics are kept than before. Called now and then. */
  public void look() {
    if (known && written != retained.changes()) {
      Set<String> topics = new TreeSet<>(retained.topics());
      topics.remove(topic());
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      topics.forEach(list::add);
      retained.put(TopicMessage.kept(topic(), list.toString()));
      written = retained.changes();
    }
  }
}
