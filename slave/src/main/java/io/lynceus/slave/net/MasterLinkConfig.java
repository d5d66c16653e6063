package io.lynceus.slave.net;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.settings.Check;
import io.lynceus.protocol.wire.ClusterSecret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the master is, and as what this slave registers there.
 *
 * @param host the master's name or address; a name is resolved at every attempt to connect
 * @param port 1 to 65535
 * @param secret what the cluster's members know
 * @param name this slave's own, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
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
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public MasterLinkConfig {
    analyses = List.copyOf(analyses);
    Check.that(!host.isBlank(), "master.host", "a name or an address", "empty");
    Check.wholeNumber("master.port", port, 1, 65_535);
    Check.that(
        NAME.matcher(name).matches(), "name", "1 to 64 of A-Z a-z 0-9 . _ -", "'" + name + "'");
    if (analyses.isEmpty()) {
      throw new IllegalArgumentException("a slave can do at least one analysis");
    }
  }

  /** These settings, for a slave that can compute these. */
  public MasterLinkConfig withAnalyses(List<AnalysisDescriptor> descriptors) {
    return new MasterLinkConfig(host, port, secret, name, version, descriptors);
  }
}
