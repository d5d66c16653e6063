package io.lynceus.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several launchers are started in a source tree that has not been built. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
@Tag("gate")
class FirstStartsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WAITS = "another start is building; waiting for it";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoFirstStartsBuildOnce(boolean withFlock) throws Exception {
    SourceTree tree = tree(withFlock);
    Process first = tree.start("first", "help");
    awaitBuild(tree, 1);
    Process second = tree.start("second", "help");
    await().atMost(PATIENCE).until(() -> tree.text("second").contains(WAITS));
    tree.write("maven-may-end", "");

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(tree.lines("maven-runs")).hasSize(1);
    assertThat(tree.lines("java-runs")).hasSize(2);
    assertThat(tree.run("help")).isZero();
    assertThat(tree.text("log")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOneThatWaitedDoesNotRepeatABuildThatFailed(boolean withFlock) throws Exception {
    SourceTree tree = tree(withFlock);
    tree.write("build-fails", "");
    Process first = tree.start("first", "help");
    awaitBuild(tree, 1);
    Process second = tree.start("second", "help");
    await().atMost(PATIENCE).until(() -> tree.text("second").contains(WAITS));
    tree.write("maven-may-end", "");

    assertThat(first.waitFor()).isEqualTo(2);
    assertThat(second.waitFor()).isEqualTo(2);
    assertThat(tree.text("first")).contains("the build failed");
    assertThat(tree.text("second")).contains("the build that another start made has failed");
    assertThat(tree.lines("maven-runs")).hasSize(1);

    Files.delete(tree.file("build-fails"));
    assertThat(tree.run("help")).as("a later start tries again").isZero();
    assertThat(tree.lines("maven-runs")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBuildThatWasKilledDoesNotBlockTheNext(boolean withFlock) throws Exception {
    SourceTree tree = tree(withFlock);
    Process first = tree.start("first", "help");
    awaitBuild(tree, 1);
    Process second = tree.start("second", "help");
    await().atMost(PATIENCE).until(() -> tree.text("second").contains(WAITS));
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
    awaitBuild(tree, 2);
    tree.write("maven-may-end", "");

    assertThat(second.waitFor()).isZero();
    assertThat(tree.lines("maven-runs")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBuildWhoseLauncherWasKilledIsWaitedFor(boolean withFlock) throws Exception {
    SourceTree tree = tree(withFlock);
    Process first = tree.start("first", "help");
    awaitBuild(tree, 1);
    long maven = Long.parseLong(tree.lines("maven-runs").get(0));
    first
        .descendants()
        .filter(process -> process.pid() != maven)
        .forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly().waitFor();
    Process second = tree.start("second", "help");
    await().atMost(PATIENCE).until(() -> tree.text("second").contains(WAITS));
    tree.write("maven-may-end", "");

    assertThat(second.waitFor()).isZero();
    assertThat(tree.lines("maven-runs")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sourcesThatAreNewerAreBuiltAgain(boolean withFlock) throws Exception {
    SourceTree tree = tree(withFlock);
    tree.write("maven-may-end", "");
    assertThat(tree.run("help")).isZero();
    Files.setLastModifiedTime(
        tree.file("app/src/main/Source.java"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(tree.run("help")).isZero();
    assertThat(tree.lines("maven-runs")).hasSize(2);
  }

  private SourceTree tree(boolean withFlock) throws IOException {
    assumeTrue(!withFlock || SourceTree.has("flock"), "there is no flock");
    assumeTrue(SourceTree.has("ps"), "there is no ps");
    return SourceTree.in(folder, withFlock);
  }

  private static void awaitBuild(SourceTree tree, int number) {
    await().atMost(PATIENCE).until(() -> tree.lines("maven-runs").size() == number);
  }
}
