package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.wire.ImageChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageQueueTest {
  private final ImageQueue queue = new ImageQueue();

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        ImageChunk.MAX_BYTES - 1,
        ImageChunk.MAX_BYTES,
        ImageChunk.MAX_BYTES + 1,
        1_000_000
      })
  void theChunksOfAnImageAreTheImage(int size) {
    byte[] file = new byte[size + 20];
    new Random(size).nextBytes(file);
    ByteBuffer image = ByteBuffer.wrap(file, 10, size);
    queue.add(1, image);

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int chunks = 0;
    for (ImageChunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
      byte[] bytes = new byte[chunk.bytes().readableBytes()];
      chunk.bytes().readBytes(bytes);
      assertThat(bytes).hasSizeBetween(1, ImageChunk.MAX_BYTES);
      sent.writeBytes(bytes);
      chunks++;
    }
    assertThat(ByteBuffer.wrap(sent.toByteArray())).isEqualTo(image);
    assertThat(chunks).isEqualTo((size + ImageChunk.MAX_BYTES - 1) / ImageChunk.MAX_BYTES);
    assertThat(image.position()).as("the caller's buffer stays as it was").isEqualTo(10);
  }

  @Test
  void imagesGoOneAfterTheOther() {
    queue.add(1, ByteBuffer.allocate(2 * ImageChunk.MAX_BYTES));
    queue.add(2, ByteBuffer.allocateDirect(1));
    assertThat(tasksOfChunks()).containsExactly(1L, 1L, 2L);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aDroppedImageIsNotSentFurther() {
    queue.add(1, ByteBuffer.allocate(2 * ImageChunk.MAX_BYTES));
    queue.add(2, ByteBuffer.allocate(1));
    queue.add(3, ByteBuffer.allocate(1));
    queue.poll();
    queue.drop(1);
    queue.drop(3);
    assertThat(tasksOfChunks()).containsExactly(2L);
  }

  private List<Long> tasksOfChunks() {
    List<Long> tasks = new ArrayList<>();
    for (ImageChunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
      tasks.add(chunk.task());
    }
    return tasks;
  }
}
