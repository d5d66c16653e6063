package io.lynceus.master.gateway.search;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.text.NearestNames;
import io.lynceus.store.result.EventQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a question about events: each is known, occurs once, and is not empty. */
public final class EventParameters {
  private static final List<String> KEYS =
      List.of(
          "camera", "label", "zone", "kind", "rule", "from", "to", "seen", "open", "cursor",
          "limit");
  private static final int MOST_CHARS = 128;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Instant now;

  private EventParameters(List<Map.Entry<String, String>> given, List<String> known, Instant now)
      throws BadCommandException {
    this.now = now;
    for (Map.Entry<String, String> pair : given) {
      String key = pair.getKey();
      if (!known.contains(key)) {
        throw new BadCommandException(
            "there is no parameter '%s'%s: events have %s"
                .formatted(key, NearestNames.aside(key, known), String.join(", ", known)));
      }
      if (pair.getValue().isEmpty() || pair.getValue().length() > MOST_CHARS) {
        throw new BadCommandException(key + " has 1 to " + MOST_CHARS + " characters");
      }
      if (values.putIfAbsent(key, pair.getValue()) != null) {
        throw new BadCommandException(key + " is there twice: give it once");
      }
    }
  }

  /**
   * Reads a search.
   *
   * @param given the parameters of the query, decoded
   * @param now what is relative counts from here
   */
  public static EventQuery search(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    return new EventParameters(given, KEYS, now).query(EventQuery.MAX_LIMIT);
  }

  /** Reads which events are to be marked: as a search, without {@code cursor} and {@code limit}. */
  public static EventQuery marked(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    return new EventParameters(given, KEYS.subList(0, KEYS.size() - 2), now)
        .query(EventQuery.MAX_LIMIT);
  }

  /**
   * All events that are found, or the first of them.
   *
   * @param most events
   */
  public record Export(EventQuery query, long most) {}

  /** As {@link #search}; {@code limit} may be as large as one likes, and {@code cursor} is none. */
  public static Export export(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    EventParameters all = new EventParameters(given, KEYS, now);
    if (all.values.containsKey("cursor")) {
      throw new BadCommandException(
          "cursor is for pages of JSON: CSV and NDJSON have all events, or as many as limit says");
    }
    long most = all.values.containsKey("limit") ? all.limit(Integer.MAX_VALUE) : Long.MAX_VALUE;
    return new Export(all.query(Integer.MAX_VALUE), most);
  }

  private EventQuery query(int mostLimit) throws BadCommandException {
    try {
      return new EventQuery(
          text("camera").map(name -> new Camera(name).name()),
          text("label"),
          text("zone"),
          kind(),
          text("rule"),
          time("from"),
          time("to"),
          truth("seen"),
          truth("open"),
          text("cursor"),
          Math.min(EventQuery.MAX_LIMIT, limit(mostLimit)));
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private Optional<EventKind> kind() throws BadCommandException {
    Optional<String> word = text("kind");
    Optional<EventKind> kind = word.flatMap(EventKind::of);
    if (word.isPresent() && kind.isEmpty()) {
      throw new BadCommandException(
          "kind is one of %s, not '%s'".formatted(String.join(", ", EventKind.KEYS), word.get()));
    }
    return kind;
  }

  private Optional<Boolean> truth(String key) throws BadCommandException {
    Optional<String> word = text(key);
    if (word.isPresent() && !List.of("true", "false").contains(word.get())) {
      throw new BadCommandException(key + " is true or false");
    }
    return word.map("true"::equals);
  }

  private Optional<Instant> time(String key) throws BadCommandException {
    Optional<String> text = text(key);
    return text.isPresent()
        ? Optional.of(SearchTime.of(key, text.get(), now).instant())
        : Optional.empty();
  }

  private int limit(int most) throws BadCommandException {
    Optional<String> text = text("limit");
    if (text.isEmpty()) {
      return EventQuery.USUAL_LIMIT;
    }
    if (text.get().matches("\\d{1,10}")) {
      long limit = Long.parseLong(text.get());
      if (limit >= 1 && limit <= most) {
        return (int) limit;
      }
    }
    throw new BadCommandException(
        "limit is a whole number from 1 to " + most + ", not '" + text.get() + "'");
  }
}
