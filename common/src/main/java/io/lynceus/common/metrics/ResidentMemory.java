package io.lynceus.common.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory that this process holds, heap and native, as Linux reports it. Any thread may call it.
 */
public final class ResidentMemory {
  /** The line with the resident memory, in kilobytes; see proc(5). */
  private static final String LINE = "VmRSS:";

  private final Path status;

  /** This process. */
  public ResidentMemory() {
    this(Path.of("/proc/self/status"));
  }

  ResidentMemory(Path status) {
    this.status = status;
  }

  /** Bytes; 0 if the system does not report it. */
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
