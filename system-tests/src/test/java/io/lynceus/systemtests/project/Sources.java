package io.lynceus.systemtests.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of this project. */
final class Sources {
  static final Path ROOT = Path.of("..");
  private static final List<Path> TESTS = tests();

  private Sources() {}

  /** All Java files of the modules' tests. */
  static List<Path> testFiles() {
    return TESTS;
  }

  /** The file of a test class of that simple name. */
  static Optional<Path> testClass(String name) {
    return TESTS.stream().filter(file -> file.endsWith(name + ".java")).findFirst();
  }

  /** What is in a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> tests() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(Sources::javaFiles)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
