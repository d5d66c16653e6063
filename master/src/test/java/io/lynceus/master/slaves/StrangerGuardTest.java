package io.lynceus.master.slaves;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.port.RefusalLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrangerGuardTest {
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new StrangerGuard(
              start -> "no slave: " + (char) start.get(start.position()) + "\n",
              Duration.ofSeconds(5),
              new RefusalLog("test port", InstantSource.system())),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object read) {
              var unused = ctx.writeAndFlush(read); // what the wire has seen
            }
          });

  @ParameterizedTest
  @ValueSource(bytes = {0, 0x15, 0x16})
  void slavesAndTlsAreLeftToTheWire(byte first) {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {first}));
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    assertThat(sent()).isEqualTo((char) first + "G");
    assertThat(channel.isActive()).isTrue();
  }

  @Test
  void aClientIsToldThatThisIsNoPortForIt() {
    channel.writeInbound(Unpooled.wrappedBuffer("STATUS\n".getBytes(UTF_8)));
    assertThat(sent()).isEqualTo("no slave: S\n");
    assertThat(channel.isActive()).isFalse();
  }

  private String sent() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      all.append(bytes.toString(UTF_8));
      bytes.release();
    }
    return all.toString();
  }
}
