package io.lynceus.cluster;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The numbers of the ports that a master listens on.
 *
 * @param tasks the task port
 * @param slaves the slaves' port
 * @param http the HTTP port
 */
public record MasterPorts(int tasks, int slaves, int http) {
  /** Of IPv4, or of IPv6 in brackets, and a port. */
  private static final String ADDRESS = "=(?:[^\\s:]+|\\[\\S+?]):(\\d+)";

  /** The line that a master logs once it listens on all of them; it may be a line of JSON. */
  static final Pattern LISTENING =
      Pattern.compile("listening tasks" + ADDRESS + " slaves" + ADDRESS + " http" + ADDRESS);

  /** Those in the first such line of a log, or none. */
  public static Optional<MasterPorts> in(String log) {
    return LISTENING
        .matcher(log)
        .results()
        .findFirst()
        .map(line -> new MasterPorts(port(line, 1), port(line, 2), port(line, 3)));
  }

  private static int port(MatchResult line, int group) {
    return Integer.parseInt(line.group(group));
  }
}
