package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageCodecTest {
  private static final UnitTiming NO_TIME = new UnitTiming(Duration.ZERO, Duration.ZERO);

  private final MessageCodec codec = new MessageCodec();

  @Provide
  Arbitrary<Message> messages() {
    return MessageArbitraries.messages();
  }

  @Property(tries = 2000)
  void everyMessageComesBackAsItWas(@ForAll("messages") Message message) {
    assertThat(codec.decode(encoded(message), Message.class)).isEqualTo(message);
  }

  @Property(tries = 500)
  void everyPrefixOfAMessageIsRefused(@ForAll("messages") Message message) {
    ByteBuf bytes = encoded(message);
    for (int length = 0; length < Math.min(bytes.readableBytes(), 300); length++) {
      assertRefused(bytes.slice(0, length));
    }
  }

  @Property(tries = 500)
  void bytesAfterAMessageAreRefused(@ForAll("messages") Message message) {
    assertRefused(encoded(message).writeByte(0));
  }

  @Property(tries = 300)
  void aMessageOfTheWrongDirectionIsRefused(@ForAll("messages") Message message) {
    Class<? extends Message> wrong =
        message instanceof MasterMessage ? SlaveMessage.class : MasterMessage.class;
    assertThatThrownBy(() -> codec.decode(encoded(message), wrong))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("does not belong here");
  }

  @Example
  void aCodecGoesOnAfterAFault() {
    assertRefused(Unpooled.wrappedBuffer(new byte[] {23, -1}));
    Message closed = new TaskClosed(7);
    assertThat(codec.decode(encoded(closed), Message.class)).isEqualTo(closed);
  }

  @Example
  void classesThatKryoKnowsByItselfAreRefused() {
    // null, a class by its name, int, String, void; then a number that nobody has
    for (String hex : new String[] {"00", "0100856a6176", "0202", "038568656c6c", "0a", "7f"}) {
      assertRefused(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }
  }

  @Example
  void countsBeyondTheRestAreRefusedBeforeAnythingIsAllocated() {
    // UnitDone 0 with 4096 boxes, with 4096 points, with a map of 8 MiB, with a thumbnail of 30
    // KiB;
    // UnitFailed 0 with a message of 3072 bytes: and then nothing.
    String[] messages = {
      "25003600018020",
      "2500360000018020",
      "25003600000000018080" + "8004",
      "2500" + "36000000000000" + "000000000000" + "01" + "80f001",
      "260000801800"
    };
    for (String hex : messages) {
      ByteBuf bytes = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
      assertThatThrownBy(() -> codec.decode(bytes, Message.class))
          .isInstanceOf(WireException.class)
          .hasMessageContaining("exceeds the bytes that are left");
    }
  }

  @Example
  void asMuchAsTheLimitsAllowTravels() {
    assertTravels(
        new UnitDone(
            1,
            Findings.ofDetections(
                "m".repeat(Findings.MAX_MODEL_CHARS),
                Collections.nCopies(
                    Findings.MAX_DETECTIONS,
                    Detection.labelled(
                        "\u20ac".repeat(Findings.MAX_LABEL_CHARS), 1, new Box(0, 0, 1, 1)))),
            NO_TIME));
    assertTravels(
        new UnitDone(
            1,
            Findings.ofPoints(Collections.nCopies(Findings.MAX_POINTS, new StrongPoint(1, 2, 3))),
            NO_TIME));
    assertTravels(thumbnail(Thumbnail.MAX_BYTES));
    assertTravels(edges(FrameRules.MAX_SLAVE_MESSAGE_BYTES - 64));
    assertTravels(new UnitFailed(1, FailureReason.REFUSED, "\u20ac".repeat(1024)));
  }

  @Example
  void aThumbnailThatIsTooLargeIsRefusedBeforeItIsRead() {
    ByteBuf bytes = encoded(thumbnail(Thumbnail.MAX_BYTES));
    bytes.setByte(bytes.readableBytes() - Thumbnail.MAX_BYTES - 3, 0x81); // 1 more
    bytes.writeByte(0);
    assertThatThrownBy(() -> codec.decode(bytes, Message.class))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("too many elements");
    assertThatThrownBy(() -> thumbnail(Thumbnail.MAX_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void oneMoreThanTheLimitsAllowIsNotSent() {
    assertUnsendable(edges(FrameRules.MAX_SLAVE_MESSAGE_BYTES));
    assertUnsendable(new UnitFailed(1, FailureReason.REFUSED, "x".repeat(1025)));
    assertUnsendable(
        new UnitDone(
            1, Findings.NONE.withNumber("pixels", 1).withNumber("density", Double.NaN), NO_TIME));
  }

  private static UnitDone thumbnail(int bytes) {
    return new UnitDone(
        1,
        Findings.NONE,
        NO_TIME,
        PictureCondition.SOUND,
        Optional.of(new Thumbnail(new byte[bytes])));
  }

  private static UnitDone edges(int pngBytes) {
    return new UnitDone(1, Findings.NONE.withMap(new EncodedPng(new byte[pngBytes])), NO_TIME);
  }

  private void assertTravels(Message message) {
    assertThat(codec.decode(encoded(message), Message.class)).isEqualTo(message);
  }

  private void assertUnsendable(Message message) {
    ByteBuf out = Unpooled.buffer();
    assertThatThrownBy(() -> codec.encode(message, out)).isInstanceOf(WireException.class);
    assertThat(out.readableBytes()).isZero();
  }

  private void assertRefused(ByteBuf bytes) {
    assertThatThrownBy(() -> codec.decode(bytes, Message.class))
        .as("decoding %s", ByteBufUtil.hexDump(bytes))
        .isInstanceOf(WireException.class);
  }

  private ByteBuf encoded(Message message) {
    ByteBuf out = Unpooled.buffer();
    codec.encode(message, out);
    return out;
  }
}
