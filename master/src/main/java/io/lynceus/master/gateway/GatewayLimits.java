package io.lynceus.master.gateway;

import io.lynceus.model.settings.Check;

/**
 * How much the client ports hold at a time.
 *
 * @param connections {@code tasks.connections}: in all, 1 to 1,000,000
 * @param connectionsPerAddress {@code tasks.connections-per-address}: from one client address, 1 to
 *     1,000,000
 * @param windowItems {@code tasks.window}: with this many replies owed to a connection, nothing is
 *     read from it; 1 to 1,000,000
 * @param windowBytes {@code tasks.window-bytes}: with this many bytes of unanswered images on a
 *     connection, nothing is read from it; the image that reaches the limit is taken
 * @param imageBytes {@code tasks.held-bytes}: bytes of the images that all connections hold,
 *     arriving or unanswered
 */
public record GatewayLimits(
    int connections,
    int connectionsPerAddress,
    int windowItems,
    long windowBytes,
    long imageBytes) {
  private static final int MOST = 1_000_000;
  private static final long MOST_BYTES = 1L << 40;

  public GatewayLimits {
    Check.wholeNumber("tasks.connections", connections, 1, MOST);
    Check.wholeNumber("tasks.connections-per-address", connectionsPerAddress, 1, MOST);
    Check.wholeNumber("tasks.window", windowItems, 1, MOST);
    Check.size("tasks.window-bytes", windowBytes, 1, MOST_BYTES);
    Check.size("tasks.held-bytes", imageBytes, 1, MOST_BYTES);
  }

  /**
   * These, with at most half of the heap for images, also while {@link HeldMemory} gives out an
   * eighth of it twice. A full heap ends the process, and what clients send must not be able to.
   */
  public GatewayLimits within(long heapBytes) {
    return new GatewayLimits(
        connections,
        connectionsPerAddress,
        windowItems,
        windowBytes,
        Math.min(imageBytes, Math.max(1, heapBytes / 9 * 4)));
  }
}
