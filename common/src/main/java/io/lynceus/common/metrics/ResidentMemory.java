package io.lynceus.common.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds of the machine's memory, heap and native, as Linux tells it. Callable by
 * any thread.
 */
public final class ResidentMemory {
  /** What a process holds is the line {@code VmRSS}, in kilobytes; see proc(5). */
  private static final String LINE = "VmRSS:";

  private final Path status;

  /** This process. */
  public ResidentMemory() {
    this(Path.of("/proc/self/status"));
  }

  ResidentMemory(Path status) {
    this.status = status;
  }

  /** Bytes; 0 where the system does not tell it. */
  public long bytes() {
    try (BufferedReader lines = Files.newBufferedReader(status, StandardCharsets.ISO_8859_1)) {
      return lines
          .lines()
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
