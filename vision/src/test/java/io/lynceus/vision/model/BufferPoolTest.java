package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private final BufferPool pool = new BufferPool();

  @Test
  void aBufferIsUsedAgainUntilThePoolIsCleared() {
    ByteBuffer first = pool.take(100);
    pool.back(first);
    assertThat(pool.take(60)).isSameAs(first).extracting(ByteBuffer::remaining).isEqualTo(60);
    pool.back(first);
    pool.clear();
    assertThat(pool.take(60)).isNotSameAs(first);
  }

  @Test
  void aBufferThatIsTooSmallIsReplaced() {
    pool.back(pool.take(60));
    assertThat(pool.take(100).remaining()).isEqualTo(100);
  }
}
