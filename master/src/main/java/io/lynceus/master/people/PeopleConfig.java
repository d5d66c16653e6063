package io.lynceus.master.people;

import com.typesafe.config.Config;
import io.lynceus.common.StateFolder;
import io.lynceus.model.settings.Check;
import io.lynceus.scene.people.JudgingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The part {@code people} of the master's settings.
 *
 * @param purpose {@code people.purpose}: what faces are compared for, in words
 * @param keep {@code people.keep}: how long a person stays enrolled at most, 1 d to 36500 d
 * @param keyFile {@code people.key-file}: holds the key of what lies on the disk
 * @param folder {@code people.dir}: where that lies
 * @param rules when a face is somebody's
 */
public record PeopleConfig(
    String purpose, Duration keep, Path keyFile, Path folder, JudgingRules rules) {
  private static final String AUTO = "auto";
  private static final int MAX_PURPOSE_CHARS = 500;
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Reads them, if {@code people.enabled} is set.
   *
   * @param settings the part
   * @param environment of the process, which says where the user's folder of states is
   * @throws IllegalArgumentException naming the key whose value is missing or out of its range
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static PeopleConfig from(Config settings, Map<String, String> environment) {
    require(
        settings,
        "purpose",
        "what faces are compared for, in a sentence: the law asks for it (docs/privacy.md)");
    require(settings, "keep", "how long a person stays enrolled at most, such as 365 d");
    require(
        settings,
        "key-file",
        "a file with the key of what is stored: openssl rand -hex 32 > FILE; chmod 600 FILE");
    String purpose = settings.getString("purpose").strip();
    Check.that(
        purpose.length() <= MAX_PURPOSE_CHARS
            && purpose.codePoints().noneMatch(Character::isISOControl),
        "people.purpose",
        "one line of at most " + MAX_PURPOSE_CHARS + " characters",
        purpose.length() + " characters");
    Duration keep = settings.getDuration("keep");
    Check.that(
        keep.compareTo(SHORTEST) >= 0 && keep.compareTo(LONGEST) <= 0,
        "people.keep",
        "a time from 1 d to 36500 d",
        settings.getString("keep"));
    String dir = settings.getString("dir");
    Check.that(!dir.isBlank(), "people.dir", "a path, or auto", "empty");
    return new PeopleConfig(
        purpose,
        keep,
        Path.of(settings.getString("key-file")).toAbsolutePath().normalize(),
        dir.equals(AUTO)
            ? StateFolder.of(environment).resolve("people")
            : Path.of(dir).toAbsolutePath().normalize(),
        new JudgingRules(
            settings.getDouble("known-score"),
            settings.getDouble("unsure-score"),
            settings.getDouble("margin")));
  }

  private static void require(Config settings, String key, String what) {
    if (settings.getString(key).isBlank()) {
      throw new IllegalArgumentException("people.enabled needs people." + key + ": " + what);
    }
  }
}
