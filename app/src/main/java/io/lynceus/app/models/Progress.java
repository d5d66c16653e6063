package io.lynceus.app.models;

import io.lynceus.app.cli.Display;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** How much of a file has come: a bar on a terminal, else a line every few seconds. */
final class Progress implements AutoCloseable {
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MIB = 1 << 20;

  private final String what;
  private final PrintWriter notes;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private long total;
  private long bytes;
  private long lastLineNanos = System.nanoTime();

  /**
   * @param what the file, in a word
   * @param notes where lines go
   */
  Progress(String what, PrintWriter notes, boolean terminal) {
    this.what = what;
    this.notes = notes;
    this.terminal = terminal;
  }

  /**
   * The file begins to come, once.
   *
   * @param totalBytes of the whole file; negative if nobody knows
   * @param begunBytes that are there already
   */
  void start(long totalBytes, long begunBytes) {
    total = totalBytes;
    bytes = begunBytes;
    if (terminal) {
      bar = Display.bar(what, totalBytes, MIB, " MiB");
      bar.stepTo(begunBytes);
    } else if (begunBytes > 0) {
      notes.println(what + ": goes on behind " + text(begunBytes));
      notes.flush();
    }
  }

  /** More has come. */
  void step(int more) {
    bytes += more;
    if (bar != null) {
      bar.stepBy(more);
    } else if (System.nanoTime() - lastLineNanos > LINE_NANOS) {
      lastLineNanos = System.nanoTime();
      notes.println(what + ": " + text(bytes) + (total < 0 ? "" : " of " + text(total)));
      notes.flush();
    }
  }

  private static String text(long bytes) {
    return "%.1f MiB".formatted((double) bytes / MIB);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
