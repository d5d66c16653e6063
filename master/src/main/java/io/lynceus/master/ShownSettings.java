package io.lynceus.master;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.lynceus.console.SettingLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings as somebody may see them who must not learn the secrets. */
final class ShownSettings {
  /**
   * The key of a secret, or its last part; the addresses of the store and of webhooks may have one
   * anywhere, and so may headers.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "store\\.url|webhooks\\..*\\.(url|headers\\..*)|(.*[.-])?(secret|token|password|key)");

  /** What of an address may be a name and a password. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*@");

  private static final Pattern PASSWORD =
      Pattern.compile("(?i)((?:password|secret|token)=)[^&;\\s]+");

  private ShownSettings() {}

  /**
   * All settings, in the order of their keys.
   *
   * @param settings those that count
   * @param defaults with the comments that explain them
   */
  static List<SettingLine> of(Config settings, Config defaults) {
    Map<String, ConfigValue> usual = new TreeMap<>();
    defaults.entrySet().forEach(entry -> usual.put(entry.getKey(), entry.getValue()));
    Map<String, ConfigValue> all = new TreeMap<>();
    settings.entrySet().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    List<SettingLine> lines = new ArrayList<>();
    all.forEach(
        (key, value) -> {
          ConfigValue standard = usual.get(key);
          lines.add(
              new SettingLine(
                  key,
                  shown(key, value),
                  standard == null ? "" : shown(key, standard),
                  standard == null ? "" : about(standard)));
        });
    return lines;
  }

  private static String shown(String key, ConfigValue value) {
    String text =
        value instanceof ConfigList list
            ? list.stream()
                .map(one -> String.valueOf(one.unwrapped()))
                .collect(Collectors.joining(", "))
            : String.valueOf(value.unwrapped());
    if (SECRET.matcher(key).matches() && !key.endsWith("tls.key")) {
      return text.isEmpty() ? "" : "set";
    }
    return PASSWORD.matcher(USER.matcher(text).replaceAll("***@")).replaceAll("$1***");
  }

  private static String about(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
  }
}
