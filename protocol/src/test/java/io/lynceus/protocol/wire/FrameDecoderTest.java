package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final Message CLOSED = new TaskClosed(5);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final MessageCodec codec = new MessageCodec();
  private final FrameDecoder decoder = new FrameDecoder(LIMIT);
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);
  private final EmbeddedChannel sender = new EmbeddedChannel(new FrameEncoder(codec));

  @Test
  void aFrameInSingleBytesIsOneMessage() {
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = framed(CLOSED);
    while (bytes.isReadable()) {
      assertThat(channel.<Object>readInbound()).isNull();
      channel.writeInbound(bytes.readBytes(1));
    }
    assertThat(channel.<Object>readInbound()).isEqualTo(CLOSED);
  }

  @Test
  void joinedFramesAreSoManyMessagesInTheirOrder() {
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = Unpooled.buffer();
    IntStream.range(0, 10).forEach(task -> bytes.writeBytes(framed(new TaskClosed(task))));
    channel.writeInbound(bytes);
    for (int task = 0; task < 10; task++) {
      assertThat(channel.<Object>readInbound()).isEqualTo(new TaskClosed(task));
    }
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void anImageChunkArrivesWithItsTask() {
    decoder.authenticated(Role.MASTER, codec);
    byte[] image = new byte[ImageChunk.MAX_BYTES];
    image[0] = 1;
    image[image.length - 1] = 2;
    channel.writeInbound(framed(new ImageChunk(77, Unpooled.wrappedBuffer(image))));
    ImageChunk chunk = channel.readInbound();
    assertThat(chunk.task()).isEqualTo(77);
    assertThat(chunk.bytes()).isEqualTo(Unpooled.wrappedBuffer(image));
    chunk.release();
  }

  @Test
  void theBytesOfAChunkAreHandedOnAsTheyComeWithoutACopy() {
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = framed(new ImageChunk(77, Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5})));
    ByteBuf start = Unpooled.copiedBuffer(bytes.readSlice(15));
    channel.writeInbound(start);
    ImageChunk first = channel.readInbound();
    assertThat(first).isEqualTo(new ImageChunk(77, Unpooled.wrappedBuffer(new byte[] {1, 2})));
    assertThat(first.bytes().array()).isSameAs(start.array());
    first.release();

    ByteBuf rest = Unpooled.copiedBuffer(bytes, framed(CLOSED));
    channel.writeInbound(rest);
    ImageChunk second = channel.readInbound();
    assertThat(second).isEqualTo(new ImageChunk(77, Unpooled.wrappedBuffer(new byte[] {3, 4, 5})));
    assertThat(second.bytes().array()).isSameAs(rest.array());
    second.release();
    assertThat(channel.<Object>readInbound()).isEqualTo(CLOSED);
  }

  @Test
  void aChunkThatDripsIsRefusedWhenItsTimeIsUpAlthoughItsPartsAreHandedOn() {
    channel.freezeTime();
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = framed(new ImageChunk(77, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})));
    channel.writeInbound(bytes.readBytes(14));
    pass(LIMIT.toMillis() - 1);
    channel.writeInbound(bytes.readBytes(1));
    channel.checkException();
    pass(1);
    assertThatThrownBy(channel::checkException)
        .isInstanceOf(WireException.class)
        .hasMessage("a frame took more than 30000 ms to arrive");
    channel.releaseInbound();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aLengthThatCannotBeIsRefusedAtOnce(int length) {
    decoder.authenticated(Role.MASTER, codec);
    assertRefused(frame(length, FrameType.MESSAGE.code()), "has length " + (length & 0xFFFFFFFFL));
  }

  @ParameterizedTest
  @EnumSource
  void everyStateTakesItsLargestFrameAndNoLargerOne(FrameRules rules) {
    for (FrameType type : FrameType.values()) {
      int limit = rules.maxPayload(type);
      FrameDecoder inState = inState(rules);
      EmbeddedChannel fresh = new EmbeddedChannel(inState);
      if (limit == FrameRules.NOT_ALLOWED) {
        assertThatThrownBy(() -> fresh.writeInbound(frame(1, type.code())))
            .isInstanceOf(WireException.class)
            .hasMessageContaining("not allowed here");
        continue;
      }
      fresh.writeInbound(frame(1 + limit, type.code()));
      assertThat(fresh.<Object>readInbound()).as("the payload is waited for").isNull();
      EmbeddedChannel other = new EmbeddedChannel(inState(rules));
      assertThatThrownBy(() -> other.writeInbound(frame(2 + limit, type.code())))
          .isInstanceOf(WireException.class)
          .hasMessageContaining("allowed are 1 to " + (limit + 1));
    }
  }

  private FrameDecoder inState(FrameRules rules) {
    FrameDecoder inState = new FrameDecoder(LIMIT);
    switch (rules) {
      case STRANGER -> {}
      case FROM_MASTER -> inState.authenticated(Role.MASTER, codec);
      case FROM_SLAVE -> inState.authenticated(Role.SLAVE, codec);
    }
    return inState;
  }

  @Test
  void strangersCanMakeThisSideHoldAFewHundredBytesOnly() {
    for (FrameType type : FrameType.values()) {
      assertThat(FrameRules.STRANGER.maxPayload(type)).isLessThanOrEqualTo(256);
    }
  }

  @Test
  void noMessageIsDecodedBeforeAuthentication() {
    assertRefused(framed(CLOSED), "MESSAGE is not allowed here");
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertRefused(frame(1, (byte) 200), "no frame type 200");
  }

  @Test
  void aChunkWithoutBytesIsRefused() {
    decoder.authenticated(Role.MASTER, codec);
    assertRefused(
        frame(9, FrameType.IMAGE_CHUNK.code()).writeLong(1), "an image chunk without bytes");
  }

  @Test
  void aMessageThatThePeerMayNotSendIsRefused() {
    decoder.authenticated(Role.MASTER, codec);
    assertRefused(framed(new Draining()), "does not belong here");
  }

  @Test
  void nothingThatFollowsAFaultIsRead() {
    decoder.authenticated(Role.MASTER, codec);
    assertRefused(frame(0, FrameType.MESSAGE.code()).writeBytes(framed(CLOSED)), "length 0");
    channel.writeInbound(framed(CLOSED));
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void aFrameThatIsCutOffIsNoMessage() {
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = framed(CLOSED);
    channel.writeInbound(bytes.readBytes(bytes.readableBytes() - 1));
    channel.finish();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void aFrameThatDripsIsRefusedWhenItsTimeIsUp() {
    channel.freezeTime();
    decoder.authenticated(Role.MASTER, codec);
    ByteBuf bytes = framed(CLOSED);
    channel.writeInbound(bytes.readBytes(1));
    pass(LIMIT.toMillis() - 1);
    channel.writeInbound(bytes.readBytes(1));
    channel.checkException();
    pass(1);
    assertThatThrownBy(channel::checkException)
        .isInstanceOf(WireException.class)
        .hasMessage("a frame took more than 30000 ms to arrive");
    channel.writeInbound(bytes);
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void eachFrameHasItsTimeForItself() {
    channel.freezeTime();
    decoder.authenticated(Role.MASTER, codec);
    for (int i = 0; i < 10; i++) {
      ByteBuf bytes = framed(CLOSED);
      channel.writeInbound(bytes.readBytes(3));
      pass(LIMIT.toMillis() - 1);
      channel.writeInbound(bytes);
      assertThat(channel.<Object>readInbound()).isEqualTo(CLOSED);
    }
    pass(10 * LIMIT.toMillis());
    channel.checkException();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void tlsIsNamedWhereItIsNotSpoken() {
    assertRefused(frame(0x16030100, (byte) 1), "it speaks TLS, and this port does not");
    EmbeddedChannel slave = new EmbeddedChannel(new FrameDecoder(LIMIT));
    assertThatThrownBy(() -> slave.writeInbound(frame(0x15030300, (byte) 2)))
        .hasMessageContaining("master.tls.enabled");
  }

  @Test
  void aPortOfAnotherKindIsNamed() {
    assertRefused(frame(0x48545450, (byte) '/'), "this is an HTTP port: slaves connect to");
    EmbeddedChannel slave = new EmbeddedChannel(new FrameDecoder(LIMIT));
    assertThatThrownBy(() -> slave.writeInbound(frame(0x7b227365, (byte) 'q')))
        .hasMessageContaining("this is a task port, for images and commands: slaves connect to");
  }

  @Test
  void aMessageThatBreaksALimitFailsItsWriteAndSendsNothing() {
    Message tooLong = new UnitFailed(1, FailureReason.REFUSED, "x".repeat(1025));
    assertThatThrownBy(() -> sender.writeOutbound(tooLong))
        .isInstanceOf(EncoderException.class)
        .hasCauseInstanceOf(WireException.class);
    assertThat(sender.<Object>readOutbound()).isNull();
  }

  @Test
  void theBytesOfAChunkAreNotCopied() {
    byte[] image = {1, 2, 3};
    sender.writeOutbound(new ImageChunk(1, Unpooled.wrappedBuffer(image)));
    ByteBuf header = sender.readOutbound();
    ByteBuf bytes = sender.readOutbound();
    assertThat(header.readableBytes()).isEqualTo(13);
    assertThat(bytes.array()).isSameAs(image);
    header.release();
  }

  private void assertRefused(ByteBuf bytes, String why) {
    assertThatThrownBy(() -> channel.writeInbound(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(why);
    assertThat(channel.<Object>readInbound()).isNull();
  }

  /** The beginning of a frame that claims that length. */
  private static ByteBuf frame(int length, byte type) {
    return Unpooled.buffer().writeInt(length).writeByte(type);
  }

  private ByteBuf framed(Object message) {
    sender.writeOutbound(message);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = sender.readOutbound(); part != null; part = sender.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return all;
  }
}
