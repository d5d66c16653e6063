package io.lynceus.model.event;

import java.util.Locale;

/** An event that has begun, changed or ended, as it is now. */
public record EventChange(Type type, SceneEvent event) {
  /** What became of it; the words are those of Frigate. */
  public enum Type {
    NEW,
    UPDATE,
    END;

    /** In lower case, as JSON has it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
