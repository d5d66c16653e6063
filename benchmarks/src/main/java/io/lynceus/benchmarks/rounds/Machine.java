package io.lynceus.benchmarks.rounds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine of a measurement.
 *
 * @param cpu the processor's name
 * @param cores the cores that this JVM sees
 * @param system the operating system and its version
 * @param java version and maker of the JDK
 */
public record Machine(String cpu, int cores, String system, String java) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String MODEL_NAME = "model name";

  /** This machine. */
  public static Machine here() {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version());
  }

  private static String cpuName() {
    try {
      List<String> lines = Files.readAllLines(CPU_INFO);
      return lines.stream()
          .filter(line -> line.startsWith(MODEL_NAME))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // not Linux
    }
  }
}
