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

  /** In bytes. */
  static long of(ProcessHandle process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmHWM of process " + process.pid());
  }
}
