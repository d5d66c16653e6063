package io.lynceus.master.gateway.items.archive;

import java.nio.ByteBuffer;

/** A file that is not compressed. */
public final class Stored extends Unpacker {
  private final boolean checked;
  private long left;

  /**
   * @param size of the file, at least 0 bytes
   * @param checked whether its checksum is asked for
   */
  public Stored(long size, boolean checked) {
    this.left = size;
    this.checked = checked;
  }

  @Override
  ByteBuffer unpack(ByteBuffer packed) {
    int count = (int) Math.min(Math.min(left, STEP_BYTES), packed.remaining());
    ByteBuffer next = packed.slice(packed.position(), count);
    packed.position(packed.position() + count);
    left -= count;
    return next;
  }

  @Override
  boolean isChecked() {
    return checked;
  }

  @Override
  public boolean ended() {
    return left == 0;
  }
}
