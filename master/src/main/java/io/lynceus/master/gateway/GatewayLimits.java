package io.lynceus.master.gateway;

/**
 * How much the clients' ports take on at a time.
 *
 * @param connections in all, at least 1
 * @param connectionsPerAddress from one client address, at least 1
 * @param windowItems answers owed to one connection before no more is read from it, at least 1
 * @param windowBytes of images without answer on one connection before no more is read from it; one
 *     image more is let in
 * @param imageBytes of images held by all connections together, arriving or without answer
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
      throw new IllegalArgumentException("the limits of the clients' ports are at least 1");
    }
  }
}
