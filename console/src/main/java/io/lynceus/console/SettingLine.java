package io.lynceus.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import java.util.List;

/**
 * A setting of the master, as a page shows it.
 *
 * @param key with dots, as {@code --set} takes it
 * @param value as text; of a secret, {@code set} or empty
 * @param usual the default, as text; empty where there is none
 * @param about what the setting does, from the comment in {@code config/master.conf}
 */
public record SettingLine(String key, String value, String usual, String about) {

  /** {@code {"settings":[{"key":…,"value":…,"default":…,"about":…}]}}. */
  public static String json(List<SettingLine> lines) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("settings");
    for (SettingLine line : lines) {
      all.addObject()
          .put("key", line.key)
          .put("value", line.value)
          .put("default", line.usual)
          .put("about", line.about);
    }
    return SafeText.ofJson(json.toString());
  }
}
