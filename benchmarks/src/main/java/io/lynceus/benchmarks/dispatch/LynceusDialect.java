package io.lynceus.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The task port's protocol as {@code lynceus submit} uses it, with one analysis and so one unit per
 * image.
 */
public final class LynceusDialect implements Dialect {
  private static final String COMPLETE = "\"status\":\"complete\"";

  @Override
  public byte[] request(byte[] image) {
    byte[] line = ("ANALYZE size=" + image.length + " analyses=edges\n").getBytes(US_ASCII);
    return ByteBuffer.allocate(line.length + image.length).put(line).put(image).array();
  }

  @Override
  public void awaitReply(BufferedInput in, OutputStream out) throws IOException {
    String line = in.line();
    if (!line.contains(COMPLETE)) {
      throw new IOException("a unit has failed: " + line);
    }
  }
}
