package io.lynceus.app.watch.ftp;

import io.lynceus.common.tls.ServerTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How the FTP server listens, and what it allows.
 *
 * @param host the address it listens on
 * @param port 0 for a free one
 * @param passive where clients send their data
 * @param tls offered, if present
 * @param requireTls whether nothing goes without it
 * @param bounds of what clients may take
 */
public record FtpConfig(
    String host,
    int port,
    Passive passive,
    Optional<ServerTls> tls,
    boolean requireTls,
    Bounds bounds) {

  /**
   * The ports for data.
   *
   * @param first 0: any free port
   * @param last not below the first
   * @param address that clients are told, where it is not the one that they have connected to
   */
  public record Passive(int first, int last, Optional<InetAddress> address) {
    public Passive {
      if (first < 0 || last < first || last > 65_535 || (first == 0 && last != 0)) {
        throw new IllegalArgumentException(
            "passive ports are FROM-TO, such as 50000-50100, each up to 65535");
      }
    }
  }

  /**
   * What clients may take.
   *
   * @param connections in all
   * @param perAddress of one address (IPv6: of a /64)
   * @param imageBytes of one picture
   * @param heldBytes of all uploads that are under way together, on the heap
   * @param idle how long a connection may be silent between commands
   * @param stall how long an upload may stand still, a command may take to arrive, a client to sign
   *     in
   * @param leastRate bytes a second that an upload that takes longer than {@code stall} has on
   *     average
   */
  public record Bounds(
      int connections,
      int perAddress,
      int imageBytes,
      long heldBytes,
      Duration idle,
      Duration stall,
      int leastRate) {}
}
