package io.lynceus.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.cluster.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads in the master's log when it has noticed that slaves are gone. */
final class Losses {
  /** The end of a connection. */
  static final String LOST = " lost: ";

  /** A slave is given nothing more, and others do its units. */
  static final String SILENT = " is silent: ";

  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path log;

  /**
   * @param log of the master
   */
  Losses(Path log) {
    this.log = log;
  }

  /**
   * Measures the time from a loss to the last line of the log about it.
   *
   * @param text that the lines have, {@link #LOST} or {@link #SILENT}
   * @param count how many lines there will be
   * @param loss what makes the slaves be gone
   * @throws IOException also when the lines do not come within 30 s
   */
  Duration until(String text, int count, Runnable loss) throws IOException, InterruptedException {
    try (SeekableByteChannel lines = Files.newByteChannel(log)) {
      lines.position(lines.size());
      StringBuilder told = new StringBuilder();
      long start = System.nanoTime();
      loss.run();
      if (!Poll.until(POLL, PATIENCE, () -> occurrences(text, told, lines) >= count)) {
        throw new IOException("the master has not told all losses within " + PATIENCE);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private static int occurrences(String text, StringBuilder told, SeekableByteChannel lines)
      throws IOException {
    ByteBuffer more = ByteBuffer.allocate((int) (lines.size() - lines.position()));
    while (more.hasRemaining() && lines.read(more) >= 0) {}
    told.append(UTF_8.decode(more.flip()));
    int count = 0;
    for (int at = told.indexOf(text); at >= 0; at = told.indexOf(text, at + 1)) {
      count++;
    }
    return count;
  }
}
