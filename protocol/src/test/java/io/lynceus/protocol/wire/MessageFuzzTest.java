package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.model.Expense;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class's serializer, in both directions: whatever payload comes is a message or refused with
 * the one exception, takes no more memory than it pays for, and what was read is written so that it
 * is read as the same. The seeds have a message of each class.
 */
class MessageFuzzTest {
  private static final int HEAP_BYTES_PER_BYTE = 16;
  private static final int HEAP_BYTES_BESIDES = 256 << 10;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  private final MessageCodec codec = new MessageCodec();

  static Stream<byte[]> seeds() {
    MessageCodec codec = new MessageCodec();
    return SchemaTest.samples().map(sample -> encoded(codec, (Message) sample.get()[0]));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void whatIsReadIsWrittenAndReadAgain(byte[] payload) {
    Optional<Message> read = decoded(payload, Message.class);

    if (read.isPresent()) {
      Message message = read.get();
      byte[] written = encoded(codec, message);
      assertThat(decoded(written, Message.class)).contains(message);
      assertThat(encoded(codec, message)).as("the form is one").isEqualTo(written);
      boolean masters = message instanceof MasterMessage;
      assertThat(decoded(payload, MasterMessage.class).isPresent()).isEqualTo(masters);
      assertThat(decoded(payload, SlaveMessage.class).isPresent()).isEqualTo(!masters);
    }
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * payload.length,
        MAX_CPU,
        () -> decoded(payload, Message.class));
  }

  private Optional<Message> decoded(byte[] payload, Class<? extends Message> expected) {
    try {
      return Optional.of(codec.decode(Unpooled.wrappedBuffer(payload), expected));
    } catch (WireException e) {
      assertThat(e).hasMessageContaining("cannot be read");
      return Optional.empty();
    }
  }

  private static byte[] encoded(MessageCodec codec, Message message) {
    ByteBuf bytes = Unpooled.buffer();
    codec.encode(message, bytes);
    return ByteBufUtil.getBytes(bytes);
  }
}
