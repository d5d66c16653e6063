package io.lynceus.master.gateway;

/**
 * How much the client ports hold at a time.
 *
 * @param connections in all, at least 1
 * @param connectionsPerAddress from one client address, at least 1
 * @param windowItems replies that one connection may wait for before reading from it stops, at
 *     least 1
 * @param windowBytes of unanswered images on one connection before reading from it stops; the image
 *     that exceeds this is still taken
 * @param imageBytes of the images of all connections together, arriving or unanswered
 */
public record GatewayLimits(
    int connections,
    int connectionsPerAddress,
    int windowItems,
    long windowBytes,
    long imageBytes) {

  /** 1024 connections, 256 an address, 32 items and 64 MiB a connection, 512 MiB in all. */
  public static final GatewayLimits DEFAULT =
      new GatewayLimits(1024, 256, 32, 64L << 20, 512L << 20);

  public GatewayLimits {
    if (connections < 1
        || connectionsPerAddress < 1
        || windowItems < 1
        || windowBytes < 1
        || imageBytes < 1) {
      throw new IllegalArgumentException("the limits of the client ports must be at least 1");
    }
  }
}
