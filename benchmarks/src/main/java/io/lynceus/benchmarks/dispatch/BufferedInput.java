package io.lynceus.benchmarks.dispatch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Buffered input that is cheap and can tell whether reading would block. For one thread. */
public final class BufferedInput {
  private static final int INITIAL_BYTES = 64 << 10;

  private final InputStream in;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int at;
  private int end;

  BufferedInput(InputStream in) {
    this.in = in;
  }

  /** Whether the buffer is empty. */
  boolean isEmpty() {
    return at == end;
  }

  /** A line without its end, which is LF or CRLF. */
  String line() throws IOException {
    int from = at;
    while (true) {
      for (; from < end; from++) {
        if (buffer[from] == '\n') {
          int length = from > at && buffer[from - 1] == '\r' ? from - 1 - at : from - at;
          String line = new String(buffer, at, length, StandardCharsets.ISO_8859_1);
          at = from + 1;
          return line;
        }
      }
      from -= at;
      more();
      from += at;
    }
  }

  /** Big endian. */
  int integer() throws IOException {
    need(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (buffer[at++] & 0xff);
    }
    return value;
  }

  byte[] bytes(int count) throws IOException {
    need(count);
    at += count;
    return Arrays.copyOfRange(buffer, at - count, at);
  }

  /** Skips {@code count} bytes. */
  void skip(int count) throws IOException {
    copy(count, OutputStream.nullOutputStream());
  }

  /** Copies {@code count} bytes to another stream. */
  void copy(int count, OutputStream to) throws IOException {
    int left = count;
    while (left > 0) {
      await();
      int part = Math.min(left, end - at);
      to.write(buffer, at, part);
      at += part;
      left -= part;
    }
  }

  /** Waits for a byte. */
  void await() throws IOException {
    need(1);
  }

  private void need(int count) throws IOException {
    while (end - at < count) {
      more();
    }
  }

  private void more() throws IOException {
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException("the peer has closed the connection");
    }
    end += count;
  }
}
