package io.lynceus.protocol.wire;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Handshake} and then removes itself from the pipeline. Success fires a {@link
 * HandshakeDone} event. Failure fires a {@link HandshakeException}, and the next handler closes the
 * connection.
 *
 * <p>{@link #WRONG_SECRET} is the only refusal that is sent as a frame, because its receiver cannot
 * find it out. Both sides see different versions and schemas in the hellos.
 */
final class HandshakeHandler extends SimpleChannelInboundHandler<HandshakeFrame> {
  /** The reason byte of a refusal: the proof was made with another secret. */
  static final byte WRONG_SECRET = 1;

  private final Role role;
  private final Handshake handshake;
  private final Duration limit;
  private final MessageCodec codec;
  private @Nullable Future<?> timeout;
  private boolean failed;

  HandshakeHandler(Role role, Handshake handshake, Duration limit, MessageCodec codec) {
    this.role = role;
    this.handshake = handshake;
    this.limit = limit;
    this.codec = codec;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  private void begin(ChannelHandlerContext ctx) {
    if (timeout != null) {
      return;
    }
    timeout =
        ctx.executor()
            .schedule(
                () -> fail(ctx, "the handshake took more than " + limit.toMillis() + " ms"),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    if (role == Role.SLAVE) {
      send(ctx, FrameType.HELLO, handshake.hello());
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HandshakeFrame frame)
      throws HandshakeException {
    if (failed) {
      return; // There is one try to a connection, whatever was read together with it.
    }
    failed = true;
    switch (frame.type()) {
      case HELLO -> hello(ctx, frame.payload());
      case PROOF -> proof(ctx, frame.payload());
      default ->
          throw new HandshakeException("it refuses the secret of this side: give both the same");
    }
    failed = false;
  }

  private void hello(ChannelHandlerContext ctx, byte[] payload) throws HandshakeException {
    if (handshake.knowsPeer()) {
      throw new HandshakeException("it said hello twice");
    }
    Hello peer = Hello.read(payload);
    if (role == Role.MASTER) {
      // Before the check, so that the slave can say too what does not fit.
      send(ctx, FrameType.HELLO, handshake.hello());
    }
    handshake.accept(peer);
    if (role == Role.SLAVE) {
      send(ctx, FrameType.PROOF, handshake.proof());
    }
  }

  private void proof(ChannelHandlerContext ctx, byte[] payload) throws HandshakeException {
    if (!handshake.knowsPeer()) {
      throw new HandshakeException("it sent a proof before its hello");
    }
    if (!handshake.accepts(payload)) {
      if (role == Role.MASTER) {
        send(ctx, FrameType.REFUSAL, new byte[] {WRONG_SECRET});
      }
      throw new HandshakeException(
          "its secret is not the one of this side: give both the same (it runs Lynceus %s)"
              .formatted(handshake.peerSoftware()));
    }
    if (role == Role.MASTER) {
      send(ctx, FrameType.PROOF, handshake.proof());
    }
    ctx.pipeline().get(FrameDecoder.class).authenticated(role.peer(), codec);
    ctx.fireUserEventTriggered(new HandshakeDone(handshake.peerSoftware()));
    ctx.pipeline().remove(this);
  }

  private static void send(ChannelHandlerContext ctx, FrameType type, byte[] payload) {
    ctx.writeAndFlush(new HandshakeFrame(type, payload))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static void fail(ChannelHandlerContext ctx, String message) {
    ctx.fireExceptionCaught(new HandshakeException(message));
  }
}
