package io.lynceus.store.rows;

import io.lynceus.store.result.ResultFacts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Replies, compressed (zlib). */
final class Deflated {
  private static final int CHUNK = 8192;

  private Deflated() {}

  static byte[] of(ByteBuffer bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * The bytes again.
   *
   * @throws SQLException when the row is damaged
   */
  static ByteBuffer inflate(byte[] deflated) throws SQLException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream out = new ByteArrayOutputStream(4 * deflated.length);
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 || out.size() + count > ResultFacts.MAX_REPLY_BYTES) {
          throw new SQLException("a reply in the store is damaged");
        }
        out.write(chunk, 0, count);
      }
      return ByteBuffer.wrap(out.toByteArray());
    } catch (DataFormatException e) {
      throw new SQLException("a reply in the store is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
