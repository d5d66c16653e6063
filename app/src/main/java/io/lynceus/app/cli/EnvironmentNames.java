package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.text.NearestNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds environment variables that begin as those of Lynceus do and have no effect: most are
 * misspelt. They stop nothing, because others may set such names too: Kubernetes does, for a
 * service called {@code lynceus}.
 */
public final class EnvironmentNames {
  private static final String PREFIX = "LYNCEUS_";

  /** Those of daemons stand in resources, as {@code key = ${?NAME}}. */
  private static final Pattern OF_SETTING = Pattern.compile("\\$\\{\\?(LYNCEUS_\\w+)}");

  /** Those of clients, of the launcher, and of the compose file. */
  private static final List<String> OTHERS =
      List.of(
          "LYNCEUS_MASTER",
          "LYNCEUS_HTTP",
          "LYNCEUS_TOKEN",
          "LYNCEUS_TOKEN_FILE",
          "LYNCEUS_HEAP",
          "LYNCEUS_HOME",
          "LYNCEUS_CORE",
          "LYNCEUS_JAVA_OPTS",
          "LYNCEUS_BIND",
          "LYNCEUS_IMAGE",
          "LYNCEUS_MASTER_MEMORY",
          "LYNCEUS_PICTURES",
          "LYNCEUS_SLAVE_MEMORY",
          "LYNCEUS_SLAVES",
          "LYNCEUS_USER");

  /** What Kubernetes, and Docker's links, tell of a service. */
  private static final Pattern OF_SERVICE =
      Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

  private static final Pattern ADDRESS_OF_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentNames() {}

  /**
   * A sentence for each variable that has no effect. No value is repeated: it may be a secret.
   *
   * @param environment names and values
   */
  public static List<String> withoutEffect(Map<String, String> environment) {
    SortedSet<String> known = known();
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(variable -> variable.getKey().toUpperCase(Locale.ROOT).startsWith(PREFIX))
            .filter(variable -> !known.contains(variable.getKey()) && !isOfService(variable))
            .map(variable -> sentence(variable.getKey(), known))
            .toList();
  }

  private static boolean isOfService(Map.Entry<String, String> variable) {
    return OF_SERVICE.matcher(variable.getKey()).matches()
        || ADDRESS_OF_SERVICE.matcher(variable.getValue()).matches();
  }

  private static String sentence(String name, SortedSet<String> known) {
    List<String> names = known.stream().map(each -> each.substring(PREFIX.length())).toList();
    String nearest =
        NearestNames.of(name.substring(PREFIX.length()), names).stream()
            .map(each -> PREFIX + each)
            .collect(Collectors.joining(" or "));
    return "the environment variable %s has no effect%s; config/master.conf and config/slave.conf name those that have"
        .formatted(Text.shown(name), nearest.isEmpty() ? "" : " (did you mean " + nearest + "?)");
  }

  private static SortedSet<String> known() {
    SortedSet<String> known = new TreeSet<>(OTHERS);
    for (String daemon : List.of("master", "slave")) {
      String name = "/environment-" + daemon + ".conf";
      try (InputStream in =
          Objects.requireNonNull(EnvironmentNames.class.getResourceAsStream(name))) {
        String text = new String(in.readAllBytes(), UTF_8);
        OF_SETTING.matcher(text).results().forEach(found -> known.add(found.group(1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return known;
  }
}
