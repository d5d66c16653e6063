package io.lynceus.protocol.wire;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * One end of the protocol: puts frames, handshake and codec in front of a connection's own handler.
 * That handler sees first {@link HandshakeDone} as a user event, then messages and {@link
 * ImageChunk}s; it may write both. It learns of faults as {@link HandshakeException} and {@link
 * WireException} through {@code exceptionCaught}, and is expected to close the connection then.
 *
 * <p>One endpoint serves all connections of a port, on any thread. A TLS handler, when there is
 * one, goes to the head of the pipeline; the handshake binds to nothing that lies below it.
 */
public final class WireEndpoint {
  /** How long a peer has for the handshake. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(5);

  /**
   * How long a frame may take to arrive: the largest result comes over a line of 2.2 Mbit/s in it.
   */
  public static final Duration FRAME_LIMIT = Duration.ofSeconds(30);

  private final Role role;
  private final ClusterSecret secret;
  private final String version;
  private final Duration handshakeLimit;
  private final Duration frameLimit;
  private final SecureRandom random = new SecureRandom();
  private final MessageCodec codec = new MessageCodec();

  /**
   * @param version this side's Lynceus version, at most 64 printable ASCII characters
   * @param handshakeLimit from the beginning of a connection, TLS included
   * @param frameLimit from a frame's first byte to its last
   */
  public WireEndpoint(
      Role role,
      ClusterSecret secret,
      String version,
      Duration handshakeLimit,
      Duration frameLimit) {
    this.role = role;
    this.secret = secret;
    this.version = version;
    this.handshakeLimit = handshakeLimit;
    this.frameLimit = frameLimit;
  }

  /** Messages that were looked into so far, readable or not, of all connections. */
  public long messagesDecoded() {
    return codec.decoded();
  }

  /** Adds this end's handlers to a new connection. The connection's own handler goes behind. */
  public void install(ChannelPipeline pipeline) {
    Handshake handshake = Handshake.begin(role, secret, version, random);
    pipeline
        .addLast(new FlushConsolidationHandler(256, true))
        .addLast(new FrameDecoder(frameLimit))
        .addLast(new FrameEncoder(codec))
        .addLast(new HandshakeHandler(role, handshake, handshakeLimit, codec));
  }
}
