package io.lynceus.slave.confinement;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.slave.confinement.ChildJvm.Limits;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.trial.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tries a network of any origin before a slave may load it. What can be read off the file is
 * checked here; then a JVM of its own loads the network and runs it on zeros and on noise. Whatever
 * that JVM does, nothing else is harmed.
 *
 * <p>Used by several threads.
 */
public final class NetworkTrial {
  private static final int MOST_ANSWER_BYTES = 1 << 14;
  private static final long HEAP_BYTES = 128L << 20;

  /** The file lies in the heap; ONNX Runtime copies the weights, and packs them anew. */
  private static final int COPIES = 4;

  /** A machine that does much else gives the trial a tenth of a processor, or more. */
  private static final int SLOWNESS = 10;

  private static final int OUT_OF_TIME = 128 + 24; // SIGXCPU
  private static final long CRASHED_SECONDS = 30;

  private static final Map<String, String> STEPS =
      Map.of(
          "",
          "its JVM started",
          TrialMain.LOADING,
          "it was loaded",
          TrialMain.ZEROS,
          "it ran on zeros",
          TrialMain.NOISE,
          "it ran on noise");

  private final Bounds bounds;
  private final Optional<Path> nativeDir;

  /**
   * What a trial may take.
   *
   * @param cpuTime of its JVM; ten times that on a clock
   * @param memoryBytes that its JVM may allocate, heap and native, beside four times the file's
   *     size
   */
  public record Bounds(Duration cpuTime, long memoryBytes) {
    public static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(60), 1L << 30);
  }

  /**
   * @param nativeDir the setting {@code native.dir}
   */
  public NetworkTrial(Bounds bounds, Optional<Path> nativeDir) {
    this.bounds = bounds;
    this.nativeDir = nativeDir;
  }

  /**
   * Tries the network in a folder.
   *
   * @param folder with {@code model.onnx} and {@code model.conf}
   * @return how long one run took, once loaded, on one thread
   * @throws NetworkException when it cannot be used; says why in one sentence
   * @throws IOException when it cannot be tried
   */
  public Duration run(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("model.onnx");
    OnnxFile.read(file);
    Path own = ChildFolder.create();
    try {
      return run(folder, Files.size(file), own);
    } finally {
      ChildFolder.delete(own);
    }
  }

  private Duration run(Path folder, long fileBytes, Path own)
      throws IOException, InterruptedException {
    long bytes =
        Math.min(bounds.memoryBytes() + COPIES * fileBytes, MemoryPlan.machineBytes() / 10 * 9);
    Path answer = own.resolve("answer"); // what is in a pipe is lost when the child is killed
    Process child =
        new ChildJvm(
                TrialMain.class.getName(),
                (HEAP_BYTES + fileBytes) >> 10,
                Optional.of(new Limits(bytes >> 10, bounds.cpuTime().toSeconds())),
                Redirect.to(answer.toFile()),
                Redirect.DISCARD)
            .start(
                own,
                List.of(
                    folder.toAbsolutePath().toString(),
                    nativeDir.map(dir -> dir.toAbsolutePath().toString()).orElse(""),
                    String.valueOf(bytes)));
    try {
      boolean inTime = child.waitFor(SLOWNESS * bounds.cpuTime().toNanos(), TimeUnit.NANOSECONDS);
      if (!inTime) {
        child.destroyForcibly();
      }
      child.waitFor(CRASHED_SECONDS, TimeUnit.SECONDS);
      return outcome(beginning(answer), inTime, child, own);
    } finally {
      child.destroyForcibly(); // its input ends too
    }
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_ANSWER_BYTES), UTF_8);
    }
  }

  private Duration outcome(String said, boolean inTime, Process child, Path own)
      throws IOException {
    String step = "";
    for (String line : said.lines().toList()) {
      if (line.startsWith(TrialMain.PASSED)) {
        return Duration.ofNanos(Long.parseLong(line.substring(TrialMain.PASSED.length())));
      } else if (line.startsWith(TrialMain.FAILED)) {
        throw new NetworkException(line.substring(TrialMain.FAILED.length()));
      } else if (line.startsWith(TrialMain.BROKEN)) {
        throw new IOException(line.substring(TrialMain.BROKEN.length()));
      } else if (STEPS.containsKey(line)) {
        step = line;
      }
    }
    CrashReport crash = CrashReport.of(child.exitValue(), ChildFolder.report(own));
    if (!inTime || crash.exitCode() == OUT_OF_TIME) {
      throw new NetworkException(
          "%d s of a processor were not enough before %s: does it loop, or is it far too large?"
              .formatted(bounds.cpuTime().toSeconds(), STEPS.get(step)));
    }
    throw new NetworkException(
        "the JVM that tried it ended before %s: %s".formatted(STEPS.get(step), crash.sentence()));
  }
}
