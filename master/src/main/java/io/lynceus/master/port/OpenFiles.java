package io.lynceus.master.port;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limit on files, and so on connections, that this process may open. */
public final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

  /** A high estimate: jars, libraries, listening sockets. */
  private static final int OF_THE_PROGRAM = 128;

  private OpenFiles() {}

  /** Logs a warning if the process cannot have this many connections. */
  public static void warnIfFewerThan(int connections) {
    long needed = (long) connections + OF_THE_PROGRAM;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < needed) {
      log.warn(
          "this process may open {} files, its settings need {}: raise the limit (ulimit -n), or"
              + " lower tasks.connections and slaves.connections",
          system.getMaxFileDescriptorCount(),
          needed);
    }
  }
}
