package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A file that is compressed by deflate (RFC 1951), which tells its own end. */
public final class Inflated extends Unpacker {
  private final Unpacked unpacked;
  private final Inflater inflater = new Inflater(true);
  private final byte[] output = new byte[STEP_BYTES];

  public Inflated(Unpacked unpacked) {
    this.unpacked = unpacked;
  }

  @Override
  ByteBuffer unpack(ByteBuffer packed) throws RefusedImageException {
    int before = packed.position();
    int count;
    try {
      inflater.setInput(packed);
      count = inflater.inflate(output);
    } catch (DataFormatException e) {
      throw new RefusedImageException(
          Reason.CORRUPT, "the compressed data is damaged (" + e.getMessage() + "): pack it again");
    }
    unpacked.add((long) packed.position() - before, count);
    return ByteBuffer.wrap(output, 0, count);
  }

  @Override
  boolean isChecked() {
    return true;
  }

  @Override
  public boolean ended() {
    return inflater.finished();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
