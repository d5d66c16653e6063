package io.lynceus.slave.net;

import io.lynceus.model.AnalysisDescriptor;
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
  public static final int DEFAULT_PORT = 7071;

  private static final int MAX_NAME_LENGTH = 64;

  public MasterLinkConfig {
    analyses = List.copyOf(analyses);
    if (host.isBlank()) {
      throw new IllegalArgumentException("master.host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("master.port is a number from 1 to 65535");
    }
    if (name.isBlank()
        || name.length() > MAX_NAME_LENGTH
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("name has 1 to 64 printable characters");
    }
    if (analyses.isEmpty()) {
      throw new IllegalArgumentException("a slave can do at least one analysis");
    }
  }

  /** These settings, for a slave that can compute these. */
  public MasterLinkConfig withAnalyses(List<AnalysisDescriptor> descriptors) {
    return new MasterLinkConfig(host, port, secret, name, version, descriptors);
  }
}
