package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jar for spark-submit. */
class BundleIT {
  private static JarFile jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("lynceus-spark-\\d.*\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IOException("there is no lynceus-spark-VERSION.jar"));
      return new JarFile(jar.toFile());
    }
  }

  private static List<String> classes() throws IOException {
    try (JarFile jar = jar()) {
      return jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  @Test
  void holdsNothingThatSparkBringsInAVersionOfItsOwn() throws IOException {
    TreeSet<String> packages = new TreeSet<>();
    classes()
        .forEach(
            name ->
                packages.add(
                    name.startsWith("io/lynceus/")
                        ? String.join("/", List.of(name.split("/")).subList(0, 3))
                        : name.substring(0, name.indexOf("/"))));

    assertThat(packages)
        .containsExactly(
            "io/lynceus/client",
            "io/lynceus/common",
            "io/lynceus/model",
            "io/lynceus/protocol",
            "io/lynceus/spark",
            "picocli");
  }

  @Test
  void holdsNothingOfTheWireOrOfDrawing() throws IOException {
    assertThat(classes())
        .contains("io/lynceus/client/TaskClient.class", "io/lynceus/spark/ArchiveMain.class")
        .noneMatch(name -> name.matches("io/lynceus/protocol/(wire|message)/.*"))
        .noneMatch(name -> name.matches("io/lynceus/client/(drawing/.*|report/Report.*)"))
        .noneMatch(name -> name.matches("io/lynceus/common/(http|port|metrics)/.*"));
  }

  @Test
  void saysWhichClassSparkIsToStart() throws IOException {
    try (JarFile jar = jar()) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(ArchiveMain.class.getName());
    }
  }
}
