package io.lynceus.master.slaves;

import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.protocol.wire.WireEndpoint;
import java.time.Duration;

/**
 * Settings of the slaves' port.
 *
 * @param host name or address to bind to
 * @param port 1 to 65535, or 0 for a free one
 * @param secret what the cluster's members know
 * @param heartbeat how often the master sends a heartbeat, 10 ms to 1 min; also what it asks of
 *     slaves in its welcome
 * @param silence a slave from which no byte came for so long is gone; at least twice the heartbeat
 */
public record SlavesPortConfig(
    String host,
    int port,
    ClusterSecret secret,
    Duration heartbeat,
    Duration silence,
    Limits limits) {
  public static final int DEFAULT_PORT = 7071;
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofMillis(500);
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(4);

  private static final Duration MIN_HEARTBEAT = Duration.ofMillis(10);
  private static final Duration MAX_HEARTBEAT = Duration.ofMinutes(1);

  public SlavesPortConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("slaves.host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("slaves.port is a number from 0 to 65535");
    }
    if (heartbeat.compareTo(MIN_HEARTBEAT) < 0 || heartbeat.compareTo(MAX_HEARTBEAT) > 0) {
      throw new IllegalArgumentException("slaves.heartbeat is 10 ms to 1 minute");
    }
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("slaves.silence is at least twice slaves.heartbeat");
    }
  }

  /** The defaults, on that address. */
  public static SlavesPortConfig of(String host, int port, ClusterSecret secret) {
    return new SlavesPortConfig(
        host, port, secret, DEFAULT_HEARTBEAT, DEFAULT_SILENCE, Limits.DEFAULT);
  }

  /**
   * How much strangers and slaves may take.
   *
   * @param connections in all, at least 1
   * @param strangers connections that have not proved that they know the secret, at least 1
   * @param handshake how long that proof may take, TLS included, above 0
   * @param frame how long one frame may take to arrive, above 0
   */
  public record Limits(int connections, int strangers, Duration handshake, Duration frame) {
    /** 1024 connections, 64 of them strangers, 5 s for a handshake, 30 s for a frame. */
    public static final Limits DEFAULT =
        new Limits(1024, 64, WireEndpoint.HANDSHAKE_LIMIT, WireEndpoint.FRAME_LIMIT);

    public Limits {
      if (connections < 1 || strangers < 1) {
        throw new IllegalArgumentException("limits of slaves' connections are at least 1");
      }
      if (handshake.isNegative() || handshake.isZero() || frame.isNegative() || frame.isZero()) {
        throw new IllegalArgumentException(
            "the times of slaves' handshakes and frames are above 0");
      }
    }
  }
}
