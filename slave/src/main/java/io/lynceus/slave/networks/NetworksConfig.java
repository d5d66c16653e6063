package io.lynceus.slave.networks;

import io.lynceus.model.settings.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a slave's networks.
 *
 * @param receivedDir {@code models.received-dir}: where networks go that the master hands over;
 *     empty when it takes none
 * @param receivedBytes {@code models.received-bytes}: what they may take there, 1 MiB to 1 TiB
 * @param unloadAfter {@code models.unload-after}: when a network that nobody asks for leaves the
 *     memory, 1 s to 1 day
 */
public record NetworksConfig(Optional<Path> receivedDir, long receivedBytes, Duration unloadAfter) {
  private static final long LEAST_BYTES = 1L << 20;
  private static final long MOST_BYTES = 1L << 40;

  public NetworksConfig {
    Check.size("models.received-bytes", receivedBytes, LEAST_BYTES, MOST_BYTES);
    Check.time("models.unload-after", unloadAfter, Duration.ofSeconds(1), Duration.ofDays(1));
  }
}
