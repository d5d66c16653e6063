package io.lynceus.slave.net;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.model.settings.Check;

/**
 * Settings of the health port.
 *
 * @param host {@code http.host}: name or address that it listens on
 * @param port {@code http.port}: 0 to 65535, 0 for a free one
 * @param orAnother whether a free port is used when {@code port} is taken
 * @param hosts {@code http.allowed-hosts}: names that it answers to besides those that are safe by
 *     themselves
 */
public record HealthConfig(String host, int port, boolean orAnother, AllowedHosts hosts) {

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public HealthConfig {
    Check.that(!host.isBlank(), "http.host", "a name or an address", "empty");
    Check.wholeNumber("http.port", port, 0, 65_535);
  }
}
