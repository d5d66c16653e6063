package io.lynceus.slave.confinement;

import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A child process to be started: a JVM like this one, but smaller, and of lower priority. It has no
 * secrets in its environment.
 *
 * @param mainClass lies on this JVM's class path
 * @param heapKiB the most heap
 * @param limits that a shell sets for it; none where there is no shell
 * @param output where its standard output goes
 * @param errors where its standard error goes
 */
record ChildJvm(
    String mainClass, long heapKiB, Optional<Limits> limits, Redirect output, Redirect errors) {
  private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));
  private static final String PRIORITY = "5";
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;

  /**
   * Options of this JVM that a child does not take over: agents, ports and files, which two cannot
   * share, and sizes, which are its own.
   */
  private static final Pattern OF_ONE_JVM =
      Pattern.compile(
          "-agent.*|-javaagent.*|-Xrun.*|-Xdebug|-Xm[xsn].*|-Xlog.*file.*|-XX:[+-]?Use\\w+GC"
              + "|-XX:.*(ErrorFile|ArchiveClassesAtExit|FlightRecord|RAM|HeapDump|HeapSize|OnError"
              + "|OnOutOf|CompileThreshold).*|-Dcom\\.sun\\.management.*");

  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash", // it would stay; the exit code of a crash is 1 then
          "-XX:+DisplayVMOutputToStderr"); // all but crashes: standard output is for frames

  private static final Path SHELL = Path.of("/bin/sh");

  /**
   * Starts it.
   *
   * @param folder its own, for all that it leaves
   * @throws IOException when it cannot be started
   */
  Process start(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(limits.map(Limits::command).orElse(List.of()));
    NICE.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", PRIORITY)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ownOptions());
    command.addAll(SMALL);
    command.addAll(NativeLibraries.optionsOfChild());
    command.add("-Xmx" + heapKiB + "k");
    command.add("-XX:ErrorFile=" + ChildFolder.report(folder));
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dlynceus.log.format=" + System.getProperty("lynceus.log.format", "plain"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output).redirectError(errors);
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_")); // secrets
    return builder.start();
  }

  /**
   * Bounds that the kernel watches. An allocation beyond them fails at once; a process that takes
   * more time gets a SIGXCPU.
   *
   * @param dataKiB memory, heap and native
   * @param cpuSeconds of all threads
   */
  record Limits(long dataKiB, long cpuSeconds) {
    private static final String SET =
        "ulimit -c 0; ulimit -d \"$0\"; ulimit -S -t \"$1\"; shift; exec \"$@\"";

    List<String> command() {
      return Files.isExecutable(SHELL)
          ? List.of(
              SHELL.toString(), "-c", SET, String.valueOf(dataKiB), String.valueOf(cpuSeconds))
          : List.of();
    }
  }

  private static List<String> ownOptions() {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!OF_ONE_JVM.matcher(option).matches()) {
        options.add(option);
      }
    }
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
      options.add("--enable-native-access=ALL-UNNAMED"); // as the jar's manifest says for -jar
    }
    return options;
  }
}
