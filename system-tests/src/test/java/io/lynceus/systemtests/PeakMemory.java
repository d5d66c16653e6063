package io.lynceus.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the peak resident memory of a process on Linux. */
public final class PeakMemory {
  private PeakMemory() {}

  /** Whether this system tells it. */
  public static boolean isTold() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  /** The peak since the process's start, in MiB. */
  public static long mebibytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IOException("no VmHWM of process " + pid);
  }
}
