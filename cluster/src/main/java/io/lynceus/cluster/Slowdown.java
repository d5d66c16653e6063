package io.lynceus.cluster;

import java.io.IOException;
import java.util.Locale;

/**
 * Makes a process slower from outside: it is frozen (SIGSTOP) for most of every 200 ms, which is
 * less than any silence that a master minds. A shell sends the signals.
 */
public final class Slowdown implements AutoCloseable {
  private static final double PERIOD_SECONDS = 0.2;
  private static final String SCRIPT =
      "while kill -STOP $0 && sleep $1; do kill -CONT $0 && sleep $2; done";

  private static final String RESUME = "! kill -0 $0 || kill -CONT $0";

  private final String pid;
  private final Process shell;

  private Slowdown(String pid, Process shell) {
    this.pid = pid;
    this.shell = shell;
  }

  /**
   * Slows the process down until closed.
   *
   * @param factor how many times slower, above 1
   */
  public static Slowdown start(ClusterProcess process, int factor) throws IOException {
    return start(process.pid(), factor);
  }

  /** The same for any process of this user. */
  public static Slowdown start(long process, int factor) throws IOException {
    String running = seconds(PERIOD_SECONDS / factor);
    String frozen = seconds(PERIOD_SECONDS - PERIOD_SECONDS / factor);
    String pid = Long.toString(process);
    return new Slowdown(pid, new ProcessBuilder("sh", "-c", SCRIPT, pid, frozen, running).start());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Lets the process run as it can, if it still does. */
  @Override
  public void close() throws IOException {
    shell.destroy();
    try {
      shell.waitFor();
      new ProcessBuilder("sh", "-c", RESUME, pid).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
