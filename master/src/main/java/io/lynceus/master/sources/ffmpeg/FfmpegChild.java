package io.lynceus.master.sources.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.OutOfMemory;
import io.lynceus.master.sources.still.SourceThread;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child process, with a thread for what it writes and one for its complaints. The next bytes
 * are read when the last ones have been worked through, so that a fast child waits. Both threads
 * end with the process.
 */
final class FfmpegChild {
  private static final int CHUNK = 64 << 10;
  private static final int KEPT_COMPLAINTS = 1000;

  /** What it has complained of may come after the end of its output. */
  private static final long LAST_WORDS_MILLIS = 1000;

  private final List<String> command;
  private final SourceThread thread;
  private final Listener listener;
  private final Complaints complaints = new Complaints();

  /** Belongs to this object's lock, with the next. */
  private @Nullable Process process;

  private boolean stopped;

  /** Hears of the process, on the sources' thread. Nothing after {@link #ended}. */
  interface Listener {
    /** What it has written next. */
    void wrote(ByteBuffer bytes);

    /**
     * It has ended, or could not be started.
     *
     * @param exit its exit code; -1 if it could not be started
     * @param complaint the last line that it wrote on its standard error; empty for none
     */
    void ended(int exit, String complaint);
  }

  FfmpegChild(List<String> command, SourceThread thread, Listener listener) {
    this.command = List.copyOf(command);
    this.thread = thread;
    this.listener = listener;
  }

  /** Starts the process on a thread of its own. */
  void start(String name) {
    daemon("video-" + name, this::run).start();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread made = new Thread(work, name);
    made.setDaemon(true);
    return made;
  }

  /** Kills the process, also one that is about to start, and what it has started. */
  synchronized void kill() {
    stopped = true;
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.toHandle().destroyForcibly(); // Process's own closes its output unread
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private void run() {
    int exit = -1;
    Thread reader = daemon("complaints", () -> {});
    try {
      Process started = begin();
      if (started != null) {
        reader = daemon(Thread.currentThread().getName() + "-err", () -> complaints.read(started));
        reader.start();
        read(started.getInputStream());
        reader.join(LAST_WORDS_MILLIS);
        kill(); // also if it has only closed its output
        exit = started.waitFor();
        started.destroy(); // closes what is open; a stray child of it may hold the other ends
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    } finally {
      int code = exit;
      thread.execute(() -> listener.ended(code, complaints.last()));
    }
  }

  private synchronized @Nullable Process begin() throws IOException {
    if (stopped) {
      return null;
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().keySet().removeIf(key -> key.startsWith("LYNCEUS_")); // secrets
    process = builder.start();
    return process;
  }

  private void read(InputStream output) throws InterruptedException {
    Semaphore done = new Semaphore(0);
    byte[] chunk = new byte[CHUNK];
    try {
      for (int count = output.read(chunk); count >= 0; count = output.read(chunk)) {
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
        thread.execute(
            () -> {
              try {
                listener.wrote(bytes);
              } finally {
                done.release();
              }
            });
        while (!done.tryAcquire(1, TimeUnit.SECONDS)) {
          if (isStopped()) {
            return;
          }
        }
      }
    } catch (IOException e) {
      OutOfMemory.toThreadsHandler(e); // else it was killed meanwhile
    }
  }

  /** The end of what a process writes on its standard error; the rest is dropped as it comes. */
  private static final class Complaints {
    private final byte[] kept = new byte[KEPT_COMPLAINTS];
    private int size;

    void read(Process from) {
      byte[] chunk = new byte[KEPT_COMPLAINTS];
      try (InputStream errors = from.getErrorStream()) {
        for (int count = errors.read(chunk); count >= 0; count = errors.read(chunk)) {
          add(chunk, count);
        }
      } catch (IOException e) {
        // It was killed meanwhile: what has come is kept.
      }
    }

    private synchronized void add(byte[] some, int count) {
      int old = Math.min(size, kept.length - count);
      System.arraycopy(kept, size - old, kept, 0, old);
      System.arraycopy(some, 0, kept, old, count);
      size = old + count;
    }

    synchronized String last() {
      List<String> lines =
          new String(kept, 0, size, UTF_8).lines().filter(s -> !s.isBlank()).toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }
  }
}
