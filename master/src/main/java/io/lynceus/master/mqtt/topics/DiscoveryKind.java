package io.lynceus.master.mqtt.topics;

import io.lynceus.model.settings.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How Home Assistant learns of the entities. */
public enum DiscoveryKind {
  /** One message for each entity. */
  COMPONENT,
  /** One message for each camera, as Home Assistant reads it since 2024.12. */
  DEVICE,
  OFF;

  private static final List<String> KEYS = Arrays.stream(values()).map(DiscoveryKind::key).toList();

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one with that name.
   *
   * @throws IllegalArgumentException naming the setting and what it can be
   */
  public static DiscoveryKind ofKey(String key) {
    Check.oneOf("mqtt.discovery", key, KEYS);
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
