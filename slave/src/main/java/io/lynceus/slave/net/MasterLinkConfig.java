package io.lynceus.slave.net;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.settings.Check;
import io.lynceus.protocol.wire.ClusterSecret;
import java.util.List;

/**
 * Where the master is, and as what this slave registers there.
 *
 * @param host the master's name or address; a name is resolved at every attempt to connect
 * @param port 1 to 65535
 * @param secret what the cluster's members know
 * @param name this slave's own, 1 to 64 printable characters
 * @param version this slave's Lynceus version, at most 64 printable ASCII characters
 * @param analyses what it can compute, at least one
 */
public record MasterLinkConfig(
    String host,
    int port,
    ClusterSecret secret,
    String name,
    String version,
    List<AnalysisDescriptor> analyses) {
  private static final int LONGEST_NAME = 64;

  public MasterLinkConfig {
    analyses = List.copyOf(analyses);
    Check.that(!host.isBlank(), "master.host", "a name or an address", "empty");
    Check.wholeNumber("master.port", port, 1, 65_535);
    Check.that(
        !name.isBlank()
            && name.length() <= LONGEST_NAME
            && name.chars().noneMatch(Character::isISOControl),
        "name",
        "1 to " + LONGEST_NAME + " printable characters",
        "'" + name + "'");
    if (analyses.isEmpty()) {
      throw new IllegalArgumentException("a slave can do at least one analysis");
    }
  }

  /** These settings, for a slave that can compute these. */
  public MasterLinkConfig withAnalyses(List<AnalysisDescriptor> descriptors) {
    return new MasterLinkConfig(host, port, secret, name, version, descriptors);
  }
}
