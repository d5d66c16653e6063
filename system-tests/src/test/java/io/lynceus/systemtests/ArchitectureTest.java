package io.lynceus.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The import rules of the house, as docs/architecture.md draws them. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.lynceus");

  @Test
  void allModulesAreLookedAt() {
    for (String module : new String[] {"protocol", "vision", "slave", "master", "client", "app"}) {
      assertThat(OURS.stream().map(c -> c.getPackageName()))
          .anyMatch(name -> name.startsWith("io.lynceus." + module));
    }
  }

  @Test
  void messagesAndImageFormatsNeedTheJdkAlone() {
    for (String room : new String[] {"message", "image"}) {
      classes()
          .that()
          .resideInAPackage("io.lynceus.protocol." + room)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.lynceus.protocol." + room)
          .check(OURS);
    }
  }

  @Test
  void protocolKnowsNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.vision..",
            "io.lynceus.slave..",
            "io.lynceus.master..",
            "io.lynceus.client..",
            "io.lynceus.app..")
        .check(OURS);
  }

  @Test
  void visionKnowsOnlyTheWordsAndTheImageFormats() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.vision..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.protocol.wire..",
            "io.lynceus.protocol.reply..",
            "io.lynceus.slave..",
            "io.lynceus.master..",
            "io.lynceus.client..",
            "io.lynceus.app..")
        .check(OURS);
  }

  @Test
  void slaveMasterAndClientKnowNothingOfEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.slave..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lynceus.master..", "io.lynceus.client..", "io.lynceus.app..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.slave..", "io.lynceus.vision..", "io.lynceus.client..", "io.lynceus.app..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.slave..", "io.lynceus.vision..", "io.lynceus.master..", "io.lynceus.app..")
        .check(OURS);
  }

  @Test
  void onlyVisionSeesOpenCvAndOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.lynceus.vision..", "io.lynceus.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.opencv..", "ai.onnxruntime..", "nu.pattern..")
        .check(OURS);
  }

  @Test
  void onlyTheWireSeesKryo() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.lynceus.protocol.wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.esotericsoftware..")
        .check(OURS);
  }

  @Test
  void onlyTheEndsOfConnectionsSeeNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.lynceus.protocol.wire",
            "io.lynceus.protocol.tls",
            "io.lynceus.slave.net",
            "io.lynceus.master.port",
            "io.lynceus.master.slaves",
            "io.lynceus.master.gateway")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..")
        .check(OURS);
  }

  @Test
  void onlyTheHttpDoorsSeeWebServers() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.lynceus.master.gateway.http", "io.lynceus.slave.net")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..",
            "kotlin..",
            "org.eclipse.jetty..",
            "jakarta.servlet..",
            "com.sun.net.httpserver..")
        .check(OURS);
  }

  @Test
  void onlyMetricsSeeMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.lynceus.protocol.metrics", "io.lynceus.master.metrics", "io.lynceus.slave.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus..")
        .check(OURS);
  }

  @Test
  void workAndDispatchKnowNothingOfConnectionsOrDaemons() {
    noClasses()
        .that()
        .resideInAPackage("io.lynceus.master.dispatch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.lynceus.master",
            "io.lynceus.master.slaves",
            "io.lynceus.master.gateway..",
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
        .resideInAPackage("io.lynceus.master.gateway.http")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.lynceus.(**)").should().beFreeOfCycles().check(OURS);
  }
}
