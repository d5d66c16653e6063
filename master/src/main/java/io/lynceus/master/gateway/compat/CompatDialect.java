package io.lynceus.master.gateway.compat;

import io.lynceus.model.settings.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which of two servers the compat port answers like. */
public enum CompatDialect {
  /** The picture is the file of the field {@code image}; a refused one is status 400. */
  DEEPSTACK,
  /** The picture is the first file; a refused one is status 200 with {@code "success":false}. */
  CODEPROJECT;

  /** What the setting can be. */
  static final List<String> KEYS = Arrays.stream(values()).map(CompatDialect::key).toList();

  /** As the setting {@code compat.dialect} has it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The dialect of that key.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public static CompatDialect ofKey(String key) {
    Check.oneOf("compat.dialect", key, KEYS);
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
