package io.lynceus.master.slaves;

import io.lynceus.protocol.wire.ImageChunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Images to be sent to one slave, in order. Cuts them into chunks on demand, without copying. */
final class ImageQueue {
  private final ArrayDeque<Image> images = new ArrayDeque<>();

  /** Adds the file, from position to limit. */
  void add(long task, ByteBuffer file) {
    images.add(new Image(task, file.duplicate()));
  }

  /** The next chunk to send, or null when nothing is left. */
  @Nullable ImageChunk poll() {
    Image first = images.peek();
    if (first == null) {
      return null;
    }
    ByteBuffer unsent = first.unsent();
    int length = Math.min(ImageChunk.MAX_BYTES, unsent.remaining());
    ByteBuf bytes = Unpooled.wrappedBuffer(unsent.slice(unsent.position(), length));
    unsent.position(unsent.position() + length);
    if (!unsent.hasRemaining()) {
      images.remove();
    }
    return new ImageChunk(first.task(), bytes);
  }

  boolean isEmpty() {
    return images.isEmpty();
  }

  /** Drops the rest of the task's image. */
  void drop(long task) {
    images.removeIf(image -> image.task() == task);
  }

  void clear() {
    images.clear();
  }

  private record Image(long task, ByteBuffer unsent) {}
}
