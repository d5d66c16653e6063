package io.lynceus.console.live;

import io.lynceus.model.event.EventChange;
import io.lynceus.protocol.reply.EventJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** The latest changes of events, at most {@value #MOST}. Any thread may call it. */
final class LiveEvents {
  static final int MOST = 256;

  private record Numbered(long number, String line) {}

  private final Deque<Numbered> changes = new ArrayDeque<>();
  private long latest;

  synchronized void heard(EventChange change) {
    changes.add(new Numbered(++latest, EventJson.line(change)));
    if (changes.size() > MOST) {
      changes.remove();
    }
  }

  /** The number of the latest change; 0 if there is none. */
  synchronized long latest() {
    return latest;
  }

  /** The lines of the changes after that number. */
  synchronized byte[] after(long number) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Numbered change : changes) {
      if (change.number() > number) {
        lines.writeBytes(LiveView.event("event", change.line()));
      }
    }
    return lines.toByteArray();
  }
}
