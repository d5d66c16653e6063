package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One end of a handshake, with the events and faults that its connection's own handler gets. */
final class HandshakeEnd {
  static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef");
  private static final SecureRandom RANDOM = new SecureRandom();

  final List<Object> events = new ArrayList<>();
  final List<Throwable> faults = new ArrayList<>();
  final EmbeddedChannel channel = new EmbeddedChannel();

  private HandshakeEnd(Role role, Handshake handshake) {
    MessageCodec codec = new MessageCodec();
    // Before the handshake starts: from here on only the test moves the time.
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new FrameDecoder(Duration.ofSeconds(30)),
            new FrameEncoder(codec),
            new HandshakeHandler(role, handshake, Duration.ofSeconds(5), codec),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                faults.add(cause);
              }
            });
  }

  /** Takes all that this end has written. */
  ByteBuf sent() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return all;
  }

  boolean isDone() {
    return !events.isEmpty();
  }

  void assertRefused(String why) {
    assertThat(events).isEmpty();
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0)).isInstanceOf(HandshakeException.class).hasMessageContaining(why);
  }

  static HandshakeEnd end(Role role, ClusterSecret secret) {
    return new HandshakeEnd(role, Handshake.begin(role, secret, "1.0", RANDOM));
  }

  static HandshakeEnd end(Role role, int protocol, String software, byte[] schema)
      throws HandshakeException {
    byte[] hello = Hello.write(protocol, software, role, new byte[Hello.CHALLENGE_BYTES], schema);
    return new HandshakeEnd(role, new Handshake(role, SECRET, Hello.read(hello)));
  }

  /** Carries bytes back and forth until both are silent. */
  static void connect(HandshakeEnd slave, HandshakeEnd master) {
    ByteBuf toMaster = slave.sent();
    while (toMaster.isReadable()) {
      master.channel.writeInbound(toMaster);
      ByteBuf toSlave = master.sent();
      if (toSlave.isReadable()) {
        slave.channel.writeInbound(toSlave);
      }
      toMaster = slave.sent();
    }
  }

  static ByteBuf frame(FrameType type, byte[] payload) {
    return Unpooled.buffer()
        .writeInt(1 + payload.length)
        .writeByte(type.code())
        .writeBytes(payload);
  }
}
