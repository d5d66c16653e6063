package io.lynceus.master.gateway.items;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A command line in UTF-16, without its mark. The bytes behind its line feed are read as usual. */
final class Utf16Line implements Stage {
  private static final int MAX_BYTES = 2 * ItemStart.MAX_LINE;

  private final Charset charset;
  private final Function<String, Step> carryOut;

  /**
   * @param carryOut carries the line out, and names the next stage
   */
  Utf16Line(Charset charset, Function<String, Step> carryOut) {
    this.charset = charset;
    this.carryOut = carryOut;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    int units = Math.min(pending.remaining(), MAX_BYTES) / 2;
    for (int i = 0; i < units; i++) {
      if (unit(pending, i) == '\n') {
        Step step = carryOut.apply(take(pending, i));
        pending.position(pending.position() + 2);
        return step;
      }
    }
    return 2 * units == MAX_BYTES ? carryOut.apply(take(pending, units)) : Step.to(this);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    String line = take(pending, pending.remaining() / 2);
    pending.position(pending.limit());
    return carryOut.apply(line);
  }

  private int unit(ByteBuffer pending, int index) {
    int first = pending.get(pending.position() + 2 * index) & 0xff;
    int second = pending.get(pending.position() + 2 * index + 1) & 0xff;
    return charset.equals(StandardCharsets.UTF_16LE) ? second << 8 | first : first << 8 | second;
  }

  private String take(ByteBuffer pending, int units) {
    byte[] line = new byte[2 * units];
    pending.get(line);
    String text = new String(line, charset);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
