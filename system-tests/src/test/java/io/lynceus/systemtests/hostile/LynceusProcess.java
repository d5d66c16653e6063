package io.lynceus.systemtests.hostile;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command in a process of its own, with a small heap; all that it says goes to a file. */
final class LynceusProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=\\S*?:(\\d+) slaves=\\S*?:(\\d+) http=\\S*?:(\\d+)");

  private final Process process;
  private final Path output;

  private LynceusProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static LynceusProcess start(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add("io.lynceus.app.Lynceus");
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_"));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().putAll(environment);
    return new LynceusProcess(builder.start(), output);
  }

  /** The numbers of the task port, the slaves' port and the HTTP port, once a master listens. */
  List<Integer> ports() throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(() -> LISTENING.matcher(said()).find());
    Matcher ports = LISTENING.matcher(said());
    if (!ports.find()) {
      throw new AssertionError(said());
    }
    return List.of(1, 2, 3).stream().map(ports::group).map(Integer::parseInt).toList();
  }

  /** Waits for its end and returns the exit code. */
  int exitCode(Duration atMost) throws InterruptedException, IOException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + atMost + ": " + said());
    }
    return process.exitValue();
  }

  String said() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  long saidBytes() throws IOException {
    return Files.size(output);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
