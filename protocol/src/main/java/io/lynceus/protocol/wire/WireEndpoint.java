package io.lynceus.protocol.wire;

import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * One end of the protocol: puts frames, handshake and codec in front of a connection's own handler.
 * That handler first sees {@link HandshakeDone} as a user event, then messages and {@link
 * ImageChunk}s; it may write both. {@code exceptionCaught} gets faults, as {@link
 * HandshakeException} and {@link WireException}, and must close the connection.
 *
 * <p>One endpoint serves all connections of a port, on any thread. A TLS handler goes to the head
 * of the pipeline. The handshake does not depend on the TLS connection below it.
 */
public final class WireEndpoint {
  /** How long a peer has for the handshake. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(5);

  /** How long a frame may take to arrive. The largest result needs this time at 2.2 Mbit/s. */
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
   * @param handshakeLimit from the start of a connection to the last proof, TLS included
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

  /** How many messages of all connections have been decoded so far, readable or not. */
  public long messagesDecoded() {
    return codec.decoded();
  }

  /**
   * Encodes a message once for many connections.
   *
   * @return a frame that cannot be changed; duplicates of it may be written to any connection
   */
  public ByteBuf frame(Message message) {
    return FrameEncoder.frame(UnpooledByteBufAllocator.DEFAULT, codec, message).asReadOnly();
  }

  /**
   * Adds this end's handlers to a new connection. The connection's own handler comes after them.
   */
  public void install(ChannelPipeline pipeline) {
    Handshake handshake = Handshake.begin(role, secret, version, random);
    pipeline
        .addLast(new FlushConsolidationHandler(256, true))
        .addLast(new FrameDecoder(frameLimit))
        .addLast(new FrameEncoder(codec))
        .addLast(new HandshakeHandler(role, handshake, handshakeLimit, codec));
  }
}
