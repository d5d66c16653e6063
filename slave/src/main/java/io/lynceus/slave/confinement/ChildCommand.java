package io.lynceus.slave.confinement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.model.Analysis;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Starts child processes: JVMs like this one, but smaller, and of lower priority. */
final class ChildCommand {
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

  private final ConfinementConfig config;
  private final String mainClass;
  private final ResidentMemory resident;

  ChildCommand(ConfinementConfig config, String mainClass, ResidentMemory resident) {
    this.config = config;
    this.mainClass = mainClass;
    this.resident = resident;
  }

  /**
   * Starts a child that opens one analysis.
   *
   * @param folder its own, for its settings and all that it leaves
   * @param fileBytes of the image that it will be sent
   * @throws IOException when it cannot be started, or there is no memory for it
   */
  Process start(Path folder, Analysis analysis, long fileBytes) throws IOException {
    long room = MemoryPlan.machineBytes() / 10 * 9 - resident.bytes();
    if (room < ConfinementConfig.LEAST_RESIDENT_BYTES) {
      throw new IOException("there is no memory for it beside the slave");
    }
    Config settings =
        config
            .ofChild()
            .withValue(
                ConfinementConfig.RESIDENT_BYTES,
                ConfigValueFactory.fromAnyRef(Math.min(room, config.residentBytes())));
    Files.writeString(
        ChildFolder.settings(folder), settings.root().render(ConfigRenderOptions.concise()));
    List<String> command = new ArrayList<>();
    NICE.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", PRIORITY)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ownOptions());
    command.addAll(SMALL);
    command.addAll(NativeLibraries.optionsOfChild());
    // The file is there twice while it arrives.
    command.add("-Xmx" + ((config.heapBytes() + 2 * fileBytes) >> 10) + "k");
    command.add("-XX:ErrorFile=" + ChildFolder.report(folder));
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dlynceus.log.format=" + System.getProperty("lynceus.log.format", "plain"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(folder.toString(), analysis.key()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_")); // secrets
    return builder.start();
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
