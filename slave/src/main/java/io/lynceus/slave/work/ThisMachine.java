package io.lynceus.slave.work;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lynceus.protocol.message.Processors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a slave can tell of the machine that it runs on. */
final class ThisMachine {
  /** Linux makes a new one at each start of the machine; containers see the machine's. */
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Such as {@code 0-3,8-11}; containers see the machine's. */
  private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu/online");

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private ThisMachine() {}

  /**
   * The processors of the machine, and of this process.
   *
   * @param parallel work units to run at the same time; 0 when the master decides
   */
  static Processors processors(int parallel) {
    int own = Math.min(Runtime.getRuntime().availableProcessors(), Processors.MOST);
    int all = Math.min(Math.max(own, count(read(PROCESSORS))), Processors.MOST);
    return new Processors(number(read(BOOT_ID)), all, own, parallel);
  }

  /** The processors in a list of ranges; 0 when it is no such list. */
  static int count(String ranges) {
    int count = 0;
    for (String range : ranges.strip().split(",", -1)) {
      Matcher ends = RANGE.matcher(range);
      if (!ends.matches()) {
        return 0;
      }
      int first = Integer.parseInt(ends.group(1));
      int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
      count += Math.max(0, last - first + 1);
    }
    return count;
  }

  /** A number made of the id; 0 if the text is no id. */
  static long number(String bootId) {
    try {
      UUID id = UUID.fromString(bootId.strip());
      return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, US_ASCII);
    } catch (IOException e) {
      return ""; // another system
    }
  }
}
