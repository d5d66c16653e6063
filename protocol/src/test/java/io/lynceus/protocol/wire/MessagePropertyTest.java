package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come: a message, or the one exception, and no more memory than they pay for. */
class MessagePropertyTest {
  /** The largest growth from wire to heap: a face takes 21 bytes there and some 150 here. */
  private static final int HEAP_BYTES_PER_BYTE = 16;

  /** Exceptions with their traces, a Kryo session, what the JIT leaves behind. */
  private static final int HEAP_BYTES_BESIDES = 256 << 10;

  private final MessageCodec codec = new MessageCodec();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Provide
  Arbitrary<Message> messages() {
    return MessageArbitraries.messages();
  }

  @Property(tries = 20_000)
  void randomBytesAreAMessageOrRefused(@ForAll @Size(max = 64) byte[] bytes) {
    decode(bytes);
  }

  @Property(tries = 5_000)
  @Tag("gate")
  void randomFieldsOfEveryClassAreAMessageOrRefused(@ForAll @Size(max = 64) byte[] fields) {
    for (int id = 16; id < 64; id++) {
      ByteBuf bytes = Unpooled.buffer().writeByte(id + 2).writeBytes(fields);
      decode(bytes.array());
    }
  }

  /** 60,000 mutations: of few messages, as these take longer to make than to read. */
  @Property(tries = 500)
  @Tag("gate")
  void mutatedMessagesAreAMessageOrRefused(@ForAll("messages") Message message, @ForAll long seed) {
    ByteBuf encoded = Unpooled.buffer();
    codec.encode(message, encoded);
    Random random = new Random(seed);
    for (int round = 0; round < 120; round++) {
      byte[] bytes = new byte[encoded.readableBytes()];
      encoded.getBytes(0, bytes);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      decode(bytes);
    }
  }

  private void decode(byte[] bytes) {
    long limit = HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * bytes.length;
    // The first time may have loaded classes.
    if (heapBytesOfDecoding(bytes) > limit) {
      assertThat(heapBytesOfDecoding(bytes)).isLessThan(limit);
    }
  }

  private long heapBytesOfDecoding(byte[] bytes) {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Message message = codec.decode(Unpooled.wrappedBuffer(bytes), Message.class);
      assertThat(message).isNotNull();
    } catch (WireException e) {
      assertThat(e).hasMessageContaining("cannot be read");
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
