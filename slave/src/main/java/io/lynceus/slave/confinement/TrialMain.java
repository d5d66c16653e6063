package io.lynceus.slave.confinement;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.vision.natives.NativeLibraries;
import io.lynceus.vision.natives.NativeMemory;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.trial.FirstRuns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The child process of a {@link NetworkTrial}: loads a network, runs it, and says on standard
 * output how far it has come and how it ended. Ends when its input ends, so that it never outlives
 * its parent.
 *
 * <p>Arguments: the network's folder; the folder of native libraries, or an empty text; the bytes
 * of memory that it may take.
 */
final class TrialMain {
  static final String LOADING = "loading";
  static final String ZEROS = "zeros";
  static final String NOISE = "noise";

  /** Followed by the nanoseconds of a run. */
  static final String PASSED = "passed ";

  /** Followed by what is wrong with the network. */
  static final String FAILED = "failed ";

  /** Followed by why no network can be tried here. */
  static final String BROKEN = "broken ";

  private static final int MOST_CHARS = 500;

  private TrialMain() {}

  /** Does not return. */
  public static void main(String[] args) {
    PrintStream answer = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    System.setOut(System.err);
    ConfinedMain.preferToBeKilled();
    Thread parent = new Thread(TrialMain::endWithParent, "parent");
    parent.setDaemon(true);
    parent.start();
    answer.println(tried(Path.of(args[0]), args[1], Long.parseLong(args[2]), answer));
    Runtime.getRuntime().halt(0);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said.
      }
    } catch (IOException e) {
      // As if it had ended.
    }
    Runtime.getRuntime().halt(1);
  }

  private static String tried(Path folder, String nativeDir, long bytes, PrintStream answer) {
    try {
      NativeLibraries.load(Optional.of(nativeDir).filter(dir -> !dir.isEmpty()).map(Path::of));
    } catch (IOException e) {
      return BROKEN + oneLine(e);
    }
    try {
      answer.println(LOADING);
      NetworkFile file = NetworkFile.read(folder);
      try (FirstRuns runs = FirstRuns.of(file)) {
        answer.println(ZEROS);
        runs.onZeros();
        answer.println(NOISE);
        Duration run = runs.onNoise();
        return PASSED + run.toNanos();
      }
    } catch (NetworkException | RuntimeException | OutOfMemoryError e) {
      return FAILED
          + (NativeMemory.isExhausted(e)
              ? "it needs more than %d MiB of memory".formatted(bytes >> 20)
              : oneLine(e)
                  .replace(folder.resolve(NetworkFile.FILE).toString(), "it")
                  .replace(folder.resolve(ModelConf.FILE).toString(), ModelConf.FILE));
    }
  }

  private static String oneLine(Throwable e) {
    String text = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) + " …" : text;
  }
}
