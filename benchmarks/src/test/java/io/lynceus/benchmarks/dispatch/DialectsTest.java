package io.lynceus.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectsTest {
  private static final byte[] IMAGE = TinyBmp.of(100);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {TinyBmp.LEAST_BYTES, 100, 254_000})
  void imagesHaveTheRequestedSizeAndAreValid(int bytes) throws Exception {
    byte[] image = TinyBmp.of(bytes);

    assertThat(image).hasSize(bytes);
    assertThat(ImageHeader.read(ByteBuffer.wrap(image), ImageLimits.LARGEST).pixels())
        .isBetween((bytes - 60) / 4L, bytes / 3L);
  }

  @Test
  void aReplyOfLynceusIsALineThatSaysComplete() throws Exception {
    BufferedInput in =
        incoming("{\"seq\":1,\"status\":\"complete\"}\n{\"seq\":2,\"status\":\"partial\"}\n");
    LynceusDialect dialect = new LynceusDialect();

    dialect.awaitReply(in, out);

    assertThatThrownBy(() -> dialect.awaitReply(in, out)).hasMessageContaining("partial");
    assertThat(new String(dialect.request(IMAGE), US_ASCII)).startsWith("ANALYZE size=100 ");
  }

  @Test
  void aPingOfNatsIsAnsweredBeforeTheNextMessageIsRead() throws Exception {
    BufferedInput in = incoming("PING\r\nMSG answers 1 4\r\nnone\r\nrest");

    new Nats().awaitReply(in, out);

    assertThat(out.toString(US_ASCII)).isEqualTo("PONG\r\n");
    assertThat(new String(in.bytes(4), US_ASCII)).isEqualTo("rest");
  }

  @Test
  void aReplyOfGearmanIsTheEndOfAJobAndNotItsStart() throws Exception {
    ByteBuffer packets = ByteBuffer.allocate(64);
    packets.putInt(0x00524553).putInt(8).putInt(3).put("H:1".getBytes(US_ASCII));
    packets.putInt(0x00524553).putInt(13).putInt(5).put("H:1\0r".getBytes(US_ASCII));
    BufferedInput in =
        new BufferedInput(new ByteArrayInputStream(packets.array(), 0, packets.position()));

    new Gearman().awaitReply(in, out);

    assertThat(in.isEmpty()).isTrue();
    assertThatThrownBy(() -> new Gearman().awaitReply(in, out)).isInstanceOf(IOException.class);
  }

  private static BufferedInput incoming(String text) {
    return new BufferedInput(new ByteArrayInputStream(text.getBytes(US_ASCII)));
  }
}
