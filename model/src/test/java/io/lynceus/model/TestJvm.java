package io.lynceus.model;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start JVMs: they compile as the test's own JVM does, which the build decides. */
public final class TestJvm {
  private TestJvm() {}

  /** The {@code java} of this JVM, and its options for compilation. */
  public static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(compilation());
    return command;
  }

  /** This JVM's options for compilation; none with the JVM's defaults. */
  public static List<String> compilation() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:TieredStopAtLevel="))
        .toList();
  }
}
