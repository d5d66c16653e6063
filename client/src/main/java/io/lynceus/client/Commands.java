package io.lynceus.client;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the task port's command lines, each with its LF.
 *
 * <p>Values are in double quotes, with a backslash before each {@code "} and {@code \}. Control
 * characters are replaced, since they could end the line.
 */
final class Commands {
  static final int MAX_NAME_LENGTH = 255;
  static final String STREAM = "STREAM\n";
  static final String STATUS = "STATUS\n";
  static final String QUARANTINE = "QUARANTINE\n";
  static final String LABELS = "LABELS\n";
  static final String CAMERAS = "CAMERAS\n";

  /** What an estimate of slaves aims at unless {@code STATUS} names another wait. */
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  /** Values that need no quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.+-]+");

  private Commands() {}

  static String auth(String token) {
    return "AUTH " + quoted(token) + "\n";
  }

  /** Announces an image of exactly {@code bytes} bytes. Sent again, it is recognised by its id. */
  static String analyze(long bytes, String id, Ask ask) {
    return "ANALYZE size=" + bytes + " id=" + written(id) + keyValues(ask) + "\n";
  }

  /** Sets the defaults for all images that follow; empty when the options are all defaults. */
  static String set(Ask ask) {
    String keyValues = keyValues(ask);
    return keyValues.isEmpty() ? "" : "SET" + keyValues + "\n";
  }

  /** Asks for the state of the cluster; the default wait is not named, for older masters' sake. */
  static String status(Duration wait) {
    return wait.equals(DEFAULT_WAIT) ? STATUS : "STATUS wait=" + wait.toMillis() + "ms\n";
  }

  /** Stops giving units to the slave, or resumes it. */
  static String drain(String slave, boolean draining) {
    return (draining ? "DRAIN" : "RESUME") + " name=" + quoted(slave) + "\n";
  }

  /** Lets quarantined images be tried again: one, or all if the hash is empty. */
  static String clearQuarantine(String hash) {
    return "QUARANTINE clear=" + (hash.isEmpty() ? "all" : quoted(hash)) + "\n";
  }

  private static String keyValues(Ask ask) {
    StringBuilder line = new StringBuilder();
    if (!ask.analyses().isEmpty()) {
      String keys = ask.analyses().stream().map(Analysis::key).collect(Collectors.joining(","));
      line.append(" analyses=").append(keys);
    }
    ask.options()
        .values()
        .forEach((key, value) -> line.append(' ').append(key).append('=').append(written(value)));
    ask.deadline().ifPresent(d -> line.append(" deadline=").append(d.toMillis()).append("ms"));
    ask.camera().ifPresent(camera -> line.append(" camera=").append(camera.name()));
    ask.time().ifPresent(time -> line.append(" time=").append(ISO_OFFSET_DATE_TIME.format(time)));
    ask.name().ifPresent(name -> line.append(" name=").append(quoted(shortened(name))));
    return line.toString();
  }

  /** Keeps the end of a long name, which holds the file's own name. */
  private static String shortened(String name) {
    if (name.length() <= MAX_NAME_LENGTH) {
      return name;
    }
    int start = name.length() - MAX_NAME_LENGTH + 1;
    if (Character.isLowSurrogate(name.charAt(start))) {
      start++;
    }
    return "…" + name.substring(start);
  }

  private static String written(String value) {
    return PLAIN.matcher(value).matches() ? value : quoted(value);
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.appendCodePoint(Character.isISOControl(c) ? '?' : c);
            });
    return quoted.append('"').toString();
  }
}
