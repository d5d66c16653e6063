package io.lynceus.app.watch.folder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says each trouble once, and once that it is over, however often it is met meanwhile. Any thread
 * may call it.
 */
public final class WatchNotes {
  /** The eldest is forgotten, and would be said again. */
  private static final int MOST_REMEMBERED = 1000;

  private final Consumer<String> line;
  private final Map<String, String> troubles = new LinkedHashMap<>();

  /**
   * @param line prints a line; called by one thread at a time
   */
  public WatchNotes(Consumer<String> line) {
    this.line = line;
  }

  /** Prints a line. */
  public synchronized void say(String text) {
    line.accept(text);
  }

  /**
   * Prints what is wrong, unless this is what was last said of it.
   *
   * @param subject of which there is one trouble at a time
   */
  public synchronized void trouble(String subject, String text) {
    if (text.equals(troubles.put(subject, text))) {
      return;
    }
    line.accept(text);
    if (troubles.size() > MOST_REMEMBERED) {
      troubles.remove(troubles.keySet().iterator().next());
    }
  }

  /** Prints that the trouble is over, if there was one. */
  public synchronized void over(String subject, String text) {
    if (troubles.remove(subject) != null) {
      line.accept(text);
    }
  }

  /** Prints what is wrong, unless something was said of this subject already. */
  public synchronized void once(String subject, String text) {
    if (!troubles.containsKey(subject)) {
      trouble(subject, text);
    }
  }
}
