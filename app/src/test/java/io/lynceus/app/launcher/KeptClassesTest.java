package io.lynceus.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher has the JVM keep its classes for later starts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class KeptClassesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String MAKES = "-XX:ArchiveClassesAtExit=";
  private static final String USES = "-XX:SharedArchiveFile=";

  @TempDir private Path folder;
  private SourceTree tree;

  @BeforeEach
  void built() throws IOException {
    tree = SourceTree.in(folder, SourceTree.has("flock"));
    tree.write("maven-may-end", "");
  }

  @Test
  void aDaemonDoesNotMakeThemBesideItsFirstImages() throws Exception {
    Files.createDirectories(tree.file("cache/lynceus"));
    assertThat(tree.run("master")).isZero();
    assertThat(tree.run("slave", "--set", "threads=1")).isZero();

    assertThat(tree.lines("java-runs"))
        .hasSize(2)
        .noneMatch(run -> run.contains(MAKES) || run.contains(USES));
  }

  @Test
  void theFirstDemoMakesThemWhenItHasEnded() throws Exception {
    Process demo = tree.start("demo", "demo");
    await().atMost(PATIENCE).until(() -> !tree.lines("java-runs").isEmpty());
    assertThat(demo.isAlive()).isTrue();
    assertThat(tree.lines("java-runs")).noneMatch(run -> run.contains(MAKES));
    tree.write("demo-may-end", "");
    assertThat(demo.waitFor()).isZero();
    await().atMost(PATIENCE).until(() -> keptClasses().size() == 1);

    assertThat(tree.run("demo")).isZero();
    assertThat(tree.lines("java-runs").get(2)).contains(USES + keptClasses().get(0));
  }

  @Test
  void unpackMakesThemBeforeItEnds() throws Exception {
    assertThat(tree.run("unpack", "--dir", "elsewhere")).isZero();
    assertThat(keptClasses()).hasSize(1);
    assertThat(tree.run("slave")).isZero();
    assertThat(tree.lines("java-runs").get(2)).contains(USES + keptClasses().get(0));
  }

  /** Java 25 keeps what it has learnt of their methods, too, of which one image shows little. */
  @Test
  void newerJvmsKeepWhatTheyHaveLearntOfTheMethods() throws Exception {
    tree.write("jvm/release", "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"25.0.1\"\n");
    assertThat(tree.run("unpack")).isZero();
    assertThat(lastRehearsal())
        .contains("-XX:AOTCacheOutput=")
        .doesNotContain(MAKES)
        .endsWith("rehearse --images 80");
    assertThat(tree.run("slave")).isZero();
    assertThat(lastRun()).contains("-XX:AOTCache=" + keptClasses().get(0)).doesNotContain(USES);
  }

  @Test
  void olderJvmsKeepTheClassesAlone() throws Exception {
    for (String version : List.of("17.0.15", "24.0.2", "1.8.0_402")) {
      tree.write("jvm/release", "JAVA_VERSION=\"" + version + "\"\n");
      assertThat(tree.run("unpack")).isZero();
      assertThat(lastRehearsal()).as(version).contains(MAKES).endsWith("rehearse --images 1");
    }
  }

  @Test
  void theyAreFoundWhenTheFileSystemHasMovedTheJars() throws Exception {
    Path jar = jar();
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
      file.setLength(1 << 20); // takes no blocks of the disk yet
    }
    FileTime time = Files.getLastModifiedTime(jar);
    assertThat(tree.run("unpack")).isZero();
    Files.write(jar, new byte[1 << 20]);
    Files.setLastModifiedTime(jar, time);

    assertThat(tree.run("slave")).isZero();
    assertThat(lastRun()).contains(USES + keptClasses().get(0));
  }

  @Test
  void thoseOfOtherJarsAreNotUsedEvenIfSizesAndTimesAreTheSame() throws Exception {
    Path jar = jar();
    Files.writeString(jar, "one build");
    FileTime time = Files.getLastModifiedTime(jar);
    assertThat(tree.run("unpack")).isZero();
    Files.writeString(jar, "two build");
    Files.setLastModifiedTime(jar, time);

    assertThat(tree.run("slave")).isZero();
    assertThat(lastRun()).doesNotContain(USES);
  }

  /** The JVM runs what is in them. */
  @Test
  void thoseThatOtherUsersCouldHaveWrittenAreNotUsed() throws Exception {
    assertThat(tree.run("unpack")).isZero();
    Path classes = keptClasses().get(0);
    for (Path open : List.of(classes, classes.getParent(), classes.getParent().getParent())) {
      Set<PosixFilePermission> before = Files.getPosixFilePermissions(open);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(tree.run("slave")).isZero();
      assertThat(lastRun()).as("with %s open", open).doesNotContain(USES);
      Files.setPosixFilePermissions(open, before);
    }
    assertThat(tree.run("slave")).isZero();
    assertThat(lastRun()).contains(USES + classes);
  }

  @Test
  void aLinkToThemIsNotFollowed() throws Exception {
    assertThat(tree.run("unpack")).isZero();
    Path classes = keptClasses().get(0);
    Files.createSymbolicLink(classes, Files.move(classes, tree.file("elsewhere")));

    assertThat(tree.run("slave")).isZero();
    assertThat(lastRun()).doesNotContain(USES);
  }

  /** Cron's environment: the JVM would read names and arguments as ASCII. */
  @Test
  void withoutALocaleNamesAreUtf8() throws Exception {
    assertThat(tree.run("status")).isZero();
    assertThat(tree.run("unpack")).isZero();
    assertThat(tree.lines("java-locales")).hasSize(3).containsOnly("C.UTF-8");
  }

  @Test
  void shortCommandsDoWithoutThem() throws Exception {
    assertThat(tree.run("unpack")).isZero();
    assertThat(tree.run("status")).isZero();
    assertThat(lastRun()).doesNotContain(USES);
  }

  @Test
  void theHelpOfUnpackMakesNone() throws Exception {
    assertThat(tree.run("unpack", "--help")).isZero();
    assertThat(keptClasses()).isEmpty();
  }

  private Path jar() throws IOException {
    Path jar = tree.file("app/target/lynceus-1/lynceus-1/lib/lynceus-app.jar");
    Files.createDirectories(jar.getParent());
    return jar;
  }

  private String lastRun() throws IOException {
    List<String> runs = tree.lines("java-runs");
    return runs.get(runs.size() - 1);
  }

  private String lastRehearsal() throws IOException {
    List<String> runs =
        tree.lines("java-runs").stream().filter(run -> run.contains(" rehearse ")).toList();
    return runs.get(runs.size() - 1);
  }

  private List<Path> keptClasses() throws IOException {
    Path cache = tree.file("cache/lynceus");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
