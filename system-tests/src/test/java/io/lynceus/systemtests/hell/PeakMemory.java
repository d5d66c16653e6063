package io.lynceus.systemtests.hell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process has ever had in use, as Linux tells it. */
final class PeakMemory {
  private PeakMemory() {}

  static boolean isTold() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  static long mebibytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IOException("no VmHWM of process " + pid);
  }
}
