package io.lynceus.cluster;

import java.io.IOException;
import java.util.Locale;

/**
 * Slows a process down from outside: freezes it (SIGSTOP) for most of every 200 ms, which is too
 * short for a master to suspect it. A shell sends the signals.
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
   * Slows the process down until {@link #close}.
   *
   * @param factor how many times slower it gets, above 1
   */
  public static Slowdown start(ClusterProcess process, int factor) throws IOException {
    return start(process.pid(), factor);
  }

  /** Slows down any process of this user. */
  public static Slowdown start(long process, int factor) throws IOException {
    String running = seconds(PERIOD_SECONDS / factor);
    String frozen = seconds(PERIOD_SECONDS - PERIOD_SECONDS / factor);
    String pid = Long.toString(process);
    return new Slowdown(pid, new ProcessBuilder("sh", "-c", SCRIPT, pid, frozen, running).start());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Lets the process run at full speed, if it is still running. */
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
