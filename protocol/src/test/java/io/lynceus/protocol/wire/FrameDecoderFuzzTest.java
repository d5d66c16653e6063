package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.model.Expense;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come: the same frames in whatever pieces, at most one fault, nothing after it, and
 * no more memory than was sent. The first byte of an input says who sends, the second the size of
 * the pieces; the rest is what is sent.
 */
class FrameDecoderFuzzTest {
  private static final int CONTROL_BYTES = 2;

  /** A face takes 21 bytes on the wire and some 150 on the heap; exceptions have their traces. */
  private static final int HEAP_BYTES_PER_BYTE = 16;

  private static final int HEAP_BYTES_BESIDES = 512 << 10;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  private final MessageCodec codec = new MessageCodec();

  static Stream<byte[]> seeds() {
    MessageCodec codec = new MessageCodec();
    List<Object> written = new ArrayList<>();
    SchemaTest.samples().forEach(sample -> written.add(sample.get()[0]));
    written.add(new ImageChunk(7, Unpooled.wrappedBuffer(new byte[100])));
    written.add(new HandshakeFrame(FrameType.HELLO, new byte[80]));
    written.add(new HandshakeFrame(FrameType.PROOF, new byte[ClusterSecret.PROOF_BYTES]));
    return written.stream().map(frame -> seed(codec, frame));
  }

  private static byte[] seed(MessageCodec codec, Object written) {
    int sender = 0;
    if (written instanceof Message) {
      sender = written instanceof MasterMessage ? 1 : 2;
    } else if (written instanceof ImageChunk) {
      sender = 1;
    }
    EmbeddedChannel encoder = new EmbeddedChannel(new FrameEncoder(codec));
    encoder.writeOutbound(written);
    ByteBuf bytes = Unpooled.buffer().writeByte(sender).writeByte(3);
    for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
      bytes.writeBytes(part);
    }
    return ByteBufUtil.getBytes(bytes);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void framesAreTheSameInAnyPieces(byte[] input) {
    if (input.length < CONTROL_BYTES) {
      return;
    }
    int sender = input[0];
    int pieces = 1 + (input[1] & 0xff);
    byte[] sent = Arrays.copyOfRange(input, CONTROL_BYTES, input.length);

    List<String> whole = received(sender, sent, Math.max(1, sent.length));

    assertThat(received(sender, sent, pieces)).isEqualTo(whole);
    assertThat(whole.stream().filter(event -> event.startsWith("fault")).count()).isLessThan(2);
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * sent.length,
        MAX_CPU,
        () -> received(sender, sent, Math.max(1, sent.length)));
  }

  private List<String> received(int sender, byte[] sent, int pieceBytes) {
    FrameDecoder decoder = new FrameDecoder(WireEndpoint.FRAME_LIMIT);
    if (sender % 3 != 0) {
      decoder.authenticated(sender % 3 == 1 ? Role.MASTER : Role.SLAVE, codec);
    }
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    List<String> events = new ArrayList<>();
    for (int at = 0; at < sent.length; at += pieceBytes) {
      byte[] piece = Arrays.copyOfRange(sent, at, Math.min(sent.length, at + pieceBytes));
      String fault = "";
      try {
        channel.writeInbound(Unpooled.wrappedBuffer(piece));
      } catch (WireException e) {
        fault = "fault " + e.getMessage();
      }
      drain(channel, events);
      if (!fault.isEmpty()) {
        events.add(fault);
      }
    }
    channel.finishAndReleaseAll();
    return events;
  }

  /** The bytes of a chunk come in as many parts as they are read. */
  private static void addChunk(List<String> events, String chunk, String bytes) {
    int last = events.size() - 1;
    if (last >= 0 && events.get(last).startsWith(chunk)) {
      events.set(last, events.get(last) + bytes);
    } else {
      events.add(chunk + bytes);
    }
  }

  private static void drain(EmbeddedChannel channel, List<String> events) {
    List<ByteBuf> chunks = new ArrayList<>(); // those of one read are slices of one buffer
    for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
      if (frame instanceof ImageChunk chunk) {
        addChunk(events, "chunk " + chunk.task() + " ", ByteBufUtil.hexDump(chunk.bytes()));
        chunk.release();
        chunks.add(chunk.bytes());
      } else if (frame instanceof HandshakeFrame handshake) {
        events.add(handshake.type() + " " + Arrays.toString(handshake.payload()));
      } else {
        events.add(frame.toString());
      }
    }
    assertThat(chunks)
        .as("nobody but the decoder itself holds their bytes")
        .allSatisfy(bytes -> assertThat(bytes.refCnt()).isLessThan(2));
  }
}
