package io.lynceus.systemtests.net;

import io.lynceus.cluster.ClusterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes of the machine's memory, as Linux tells it. */
final class Memory {
  private Memory() {}

  /** The most that it has had resident since its start. */
  static long peakMebibytes(ClusterProcess process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmHWM of " + process.name());
  }
}
