package io.lynceus.master.port;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files, and so connections, the system lets this process open. */
public final class OpenFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  /** Jars, libraries, listening sockets and the like, on the safe side. */
  private static final int OF_THE_PROGRAM = 128;

  private OpenFiles() {}

  /** Says so in one line of the log when there cannot be so many connections. */
  public static void warnIfFewerThan(int connections) {
    long needed = (long) connections + OF_THE_PROGRAM;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < needed) {
      LOG.warn(
          "this process may open {} files, its settings want {}: raise the limit (ulimit -n), or"
              + " lower tasks.connections and slaves.connections",
          system.getMaxFileDescriptorCount(),
          needed);
    }
  }
}
