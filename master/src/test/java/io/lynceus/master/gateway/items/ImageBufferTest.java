package io.lynceus.master.gateway.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.HeldMemory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageBufferTest {
  private static final int BOUND = 100 << 20;

  private final HeldMemory memory = new HeldMemory(BOUND, 1, System::nanoTime);
  private final ByteBudget budget = memory.open(InetAddress.getLoopbackAddress(), why -> {});

  @Test
  void itTakesAllMemoryOfAnImageOnceAQuarterHasComeAndNotBefore() {
    ImageBuffer buffer = new ImageBuffer(budget, 400_000);
    buffer.append(ByteBuffer.allocate(99_999), 99_999);
    assertThat(memory.taken()).isLessThan(400_000);
    buffer.append(ByteBuffer.allocate(1), 1);
    assertThat(memory.taken()).isEqualTo(400_000);
  }

  @Test
  void aLargeImageTakesAllMemoryOnceHalfHasCome() {
    int size = 20 << 20;
    ImageBuffer buffer = new ImageBuffer(budget, size);
    buffer.append(ByteBuffer.allocate(size / 2 - 1), size / 2 - 1);
    assertThat(memory.taken()).isLessThan(size);
    buffer.append(ByteBuffer.allocate(1), 1);
    assertThat(memory.taken()).isEqualTo(size);
  }

  @Test
  void whatHasComeIsHashedAndOfAPartThePart() throws Exception {
    byte[] bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    assertThat(filled(bytes).sha256(0, bytes.length)).isEqualTo(sha256(bytes, 0, bytes.length));
    assertThat(filled(bytes).sha256(0, 9_999)).isEqualTo(sha256(bytes, 0, 9_999));
    assertThat(filled(bytes).sha256(3, bytes.length)).isEqualTo(sha256(bytes, 3, bytes.length));
  }

  @Test
  void theNextImageIsHashedForItself() throws Exception {
    byte[] bytes = {1, 2, 3};
    ImageBuffer buffer = filled(new byte[500]);
    buffer.clear();
    buffer.append(ByteBuffer.wrap(bytes), bytes.length);
    assertThat(buffer.sha256(0, 3)).isEqualTo(sha256(bytes, 0, 3));
    buffer.take(3);
    buffer.append(ByteBuffer.wrap(bytes), 2);
    assertThat(buffer.sha256(0, 2)).isEqualTo(sha256(bytes, 0, 2));
  }

  /** In pieces of any size. */
  private ImageBuffer filled(byte[] bytes) {
    ImageBuffer buffer = new ImageBuffer(budget, BOUND);
    ByteBuffer source = ByteBuffer.wrap(bytes);
    for (int piece = 1; source.hasRemaining(); piece += 7) {
      assertThat(buffer.append(source, Math.min(piece, source.remaining()))).isTrue();
    }
    return buffer;
  }

  private static String sha256(byte[] bytes, int from, int to) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, from, to - from);
    return HexFormat.of().formatHex(digest.digest());
  }
}
