package io.lynceus.store.result;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * A picture of the store, open. It stays whole even if it is deleted meanwhile.
 *
 * @param format {@code jpeg}, {@code png}, {@code webp} or {@code bmp}
 * @param bytes its size
 * @param content its bytes; closed by the one who has asked for it
 */
public record KeptPicture(String format, long bytes, ReadableByteChannel content)
    implements AutoCloseable {

  @Override
  public void close() throws IOException {
    content.close();
  }
}
