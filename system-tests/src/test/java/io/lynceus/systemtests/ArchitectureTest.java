package io.lynceus.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the import rules of docs/architecture.md. */
class ArchitectureTest {
  /** The most classes in a package. */
  private static final long MOST_CLASSES_OF_A_PACKAGE = 25;

  /** The modules that each module may import. */
  private static final Map<String, Set<String>> MODULES =
      Map.ofEntries(
          entry("model", Set.of()),
          entry("common", Set.of()),
          entry("protocol", Set.of("model", "common")),
          entry("vision", Set.of("model")),
          entry("scene", Set.of("model")),
          entry("store", Set.of("model", "common")),
          entry("console", Set.of("model", "common", "protocol", "scene", "store")),
          entry("slave", Set.of("model", "common", "protocol", "vision")),
          entry("master", Set.of("model", "common", "protocol", "scene", "store", "console")),
          entry("client", Set.of("model", "common", "protocol")),
          entry("cluster", Set.of("model", "common", "protocol", "client")),
          entry("spark", Set.of("model", "common", "protocol", "vision", "client")),
          entry(
              "app",
              Set.of(
                  "model",
                  "common",
                  "protocol",
                  "vision",
                  "scene",
                  "store",
                  "console",
                  "slave",
                  "master",
                  "client",
                  "cluster",
                  "spark")));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.lynceus");

  @Test
  void allModulesAreLookedAt() {
    for (String module : MODULES.keySet()) {
      assertThat(OURS.stream().map(JavaClass::getPackageName))
          .anyMatch(name -> name.startsWith("io.lynceus." + module));
    }
  }

  @Test
  void modulesImportOnlyWhatLiesBelowThem() {
    MODULES.forEach(
        (module, below) -> {
          List<String> others = new ArrayList<>();
          for (String other : MODULES.keySet()) {
            if (!other.equals(module) && !below.contains(other)) {
              others.add("io.lynceus." + other + "..");
            }
          }
          if (!others.isEmpty()) { // app may import all
            noClasses()
                .that()
                .resideInAPackage("io.lynceus." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.toArray(String[]::new))
                .check(OURS);
          }
        });
  }

  @Test
  void theModelNeedsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.lynceus.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.xml.stream..", "org.jspecify..", "io.lynceus.model..")
        .check(OURS);
  }

  @Test
  void messagesNeedTheModelAndTheTraceAlone() {
    classes()
        .that()
        .resideInAPackage("io.lynceus.protocol.message")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "io.lynceus.model..",
            "io.lynceus.common.trace",
            "io.lynceus.protocol.message")
        .check(OURS);
  }

  @Test
  void itemsAreCutWithoutSockets() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.gateway.items..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty..",
            "io.lynceus.master.dispatch..",
            "io.lynceus.master.gateway.taskport",
            "io.lynceus.master.gateway.http")
        .check(OURS);
  }

  /** So no name that a client sends can become a path. */
  @Test
  void theClientsPortsKnowNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.gateway..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Path")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java[.]io[.](File|RandomAccessFile|File(In|Out)putStream|FileWriter)")
        .check(OURS);
  }

  @Test
  void onlyVisionSeesOpenCvAndOnnxRuntime() {
    onlySee(
        List.of("io.lynceus.vision..", "io.lynceus.benchmarks.."),
        "org.opencv..",
        "ai.onnxruntime..",
        "nu.pattern..");
  }

  @Test
  void onlyTheWireSeesKryo() {
    onlySee(List.of("io.lynceus.protocol.wire"), "com.esotericsoftware..");
  }

  @Test
  void onlyTheEndsOfConnectionsSeeNetty() {
    onlySee(
        List.of(
            "io.lynceus.protocol.wire",
            "io.lynceus.common.tls",
            "io.lynceus.common.port",
            "io.lynceus.common.http",
            "io.lynceus.slave.net",
            "io.lynceus.master.slaves",
            "io.lynceus.master.sources.http",
            "io.lynceus.master.mqtt.link",
            "io.lynceus.master.gateway.taskport",
            "io.lynceus.benchmarks.."),
        "io.netty..");
  }

  @Test
  void thereIsOneHttpServer() {
    onlySee(
        List.of("io.lynceus.common.http", "io.lynceus.master.sources.http"), // and one client
        "io.netty.handler.codec.http..",
        "jakarta.servlet..",
        "com.sun.net.httpserver..");
  }

  @Test
  void onlySparkSeesSpark() {
    onlySee(List.of("io.lynceus.spark.."), "org.apache.spark..", "org.apache.hadoop..", "scala..");
  }

  /** They are in versions of its own on Spark's class path. */
  @Test
  void sparkSeesNoLibraryOfOurDaemons() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.esotericsoftware..",
            "io.netty..",
            "com.fasterxml..",
            "ch.qos..",
            "com.typesafe.config..",
            "io.lynceus.protocol.wire..",
            "io.lynceus.protocol.message..")
        .check(OURS);
  }

  @Test
  void onlyMetricsSeeMicrometer() {
    onlySee(
        List.of(
            "io.lynceus.common.metrics", "io.lynceus.master.metrics", "io.lynceus.slave.metrics"),
        "io.micrometer..",
        "io.prometheus..");
  }

  private static void onlySee(List<String> who, String... what) {
    noClasses()
        .that()
        .resideOutsideOfPackages(who.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(what)
        .check(OURS);
  }

  @Test
  void workAndDispatchKnowNothingOfConnectionsOrDaemons() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.dispatch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.master",
            "io.lynceus.master.slaves",
            "io.lynceus.master.gateway..",
            "io.lynceus.master.outlets",
            "io.lynceus.master.quarantine",
            "io.lynceus.master.metrics",
            "io.lynceus.protocol.wire")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.slave.work")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.slave",
            "io.lynceus.slave.net",
            "io.lynceus.slave.confinement",
            "io.lynceus.slave.metrics",
            "io.lynceus.protocol.wire")
        .check(OURS);
  }

  @Test
  void noConnectionCodeLooksBackAtItsDaemon() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.lynceus.master.slaves", "io.lynceus.master.gateway..", "io.lynceus.slave.net")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lynceus.master", "io.lynceus.slave")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.slaves")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lynceus.master.gateway..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.gateway")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.master.gateway.items",
            "io.lynceus.master.gateway.taskport",
            "io.lynceus.master.gateway.http")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.lynceus.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void noPackageIsALongList() {
    Map<String, Long> sizes = topLevel().collect(groupingBy(JavaClass::getPackageName, counting()));

    assertThat(sizes)
        .allSatisfy(
            (room, size) -> assertThat(size).isLessThanOrEqualTo(MOST_CLASSES_OF_A_PACKAGE));
  }

  @Test
  void noTwoClassesHaveOneName() {
    Map<String, Long> names = topLevel().collect(groupingBy(JavaClass::getSimpleName, counting()));

    assertThat(names).allSatisfy((name, classes) -> assertThat(classes).isEqualTo(1));
  }

  private static Stream<JavaClass> topLevel() {
    return OURS.stream()
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .filter(type -> type.getEnclosingClass().isEmpty());
  }
}
