package io.lynceus.app.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.app.Run;
import io.lynceus.model.TestJvm;
import io.lynceus.model.TestOnnx;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: from an origin on loopback, through the trial, into the folder. */
@Tag("story")
@Tag("beside")
class ModelsFetchIT {
  private static final NetworkId ID = new NetworkId("tiny", "1");
  private static final byte[] ONNX = TestOnnx.yolox().toBytes();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path temporary;
  private Path models;
  private Path catalogue;
  private ServedFile origin;

  @BeforeEach
  void serve() throws IOException {
    models = temporary.resolve("models");
    catalogue = temporary.resolve("catalogue.conf");
    origin = new ServedFile(ONNX);
    offer("sha256 = " + NetworkFile.sha256(ONNX));
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  private void offer(String hash) throws IOException {
    Files.writeString(
        catalogue,
        """
        sets.all.objects = tiny
        networks.tiny {
          version = "1", use = objects, url = "%s", bytes = %d, licence = "Free-1.0"
          accuracy = none, %s
          conf { kind = yolox, labels = [person], input.size = [32, 32] }
        }
        """
            .formatted(origin.uri("/file"), ONNX.length, hash));
  }

  private String[] arguments(String name, String... more) {
    return Stream.concat(
            Stream.of(
                "fetch",
                name,
                "--dir",
                models.toString(),
                "--catalogue",
                catalogue.toString(),
                "--accept-licence"),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  private Run fetch(String name, String... more) {
    return Run.of(new ModelsCommand(), arguments(name, more));
  }

  private Optional<NetworkId> installed() throws IOException {
    List<NetworkId> ids =
        Files.isDirectory(models) ? new ModelsFolder(Optional.of(models)).ids() : List.of();
    for (NetworkId id : ids) {
      NetworkFile.read(models.resolve(id.name()).resolve(id.version())); // whole, with its hash
    }
    return ids.stream().findFirst();
  }

  /** Nothing of a network is left, neither in its place nor where it is made. */
  private void assertNothingKept() throws IOException {
    assertThat(installed()).isEmpty();
    try (Stream<Path> files = Files.walk(models)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .isSubsetOf(".lock");
    }
  }

  @Test
  void aNetworkThatIsFetchedIsThereAndIsFetchedOnce() throws Exception {
    Run first = fetch("tiny");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("tiny:1 is there").contains("models use objects=tiny");
    assertThat(first.err()).contains("tiny:1 is given under Free-1.0");
    assertThat(installed()).contains(ID);
    assertThat(models.resolve(ModelsFolder.CHOICES)).doesNotExist();
    assertThat(fetch("tiny").out()).contains("tiny:1 is there already");
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aSetIsUsedToo() throws Exception {
    assertThat(fetch("all").exitCode()).isZero();
    assertThat(Files.readString(models.resolve(ModelsFolder.CHOICES)))
        .contains("objects = \"tiny:1\"");
  }

  @Test
  void withoutItsLicenceNothingIsFetched() {
    Run run =
        Run.of(
            new ModelsCommand(),
            "fetch",
            "tiny",
            "--dir",
            models.toString(),
            "--catalogue",
            catalogue.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Free-1.0").contains("--accept-licence");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void ofAnotherHashNothingIsKept() throws Exception {
    offer("sha256 = " + "0".repeat(64));
    Run run = fetch("tiny");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has sha256 " + NetworkFile.sha256(ONNX));
    assertNothingKept();
  }

  @Test
  void aHashThatNobodyKnowsIsToldAndTakenOnceItIsAccepted() throws Exception {
    offer("");
    String hash = NetworkFile.sha256(ONNX);
    Run asked = fetch("tiny");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("run it again with --sha256 " + hash);
    assertThat(installed()).isEmpty();
    assertThat(fetch("tiny", "--sha256", "1".repeat(64)).exitCode()).isEqualTo(2);

    assertThat(fetch("tiny", "--sha256", hash).exitCode()).isZero();
    assertThat(installed()).contains(ID);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void ofANetworkThatIsNotUsableNothingIsKept() throws Exception {
    origin.bytes = "<html>gone</html>".getBytes(UTF_8);
    offer("sha256 = " + NetworkFile.sha256(origin.bytes));
    Run run = fetch("tiny");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("tiny:1 is not taken: it is no ONNX file");
    assertNothingKept();
  }

  /** Killed while the file comes, with all of it come, and at its trial; then let run. */
  @Test
  void aFetchThatIsKilledAtAnyStepIsStartedAgainAndLeavesNothingHalf() throws Exception {
    Path making = models.resolve(".incoming").resolve("tiny").resolve("1");
    origin.silent = true;
    origin.cutAfter = ONNX.length / 2;
    killOnce(() -> size(making.resolve("model.onnx.part")) == ONNX.length / 2);
    origin.silent = false;
    origin.cutAfter = Integer.MAX_VALUE;

    killOnce(() -> Files.exists(making.resolve("model.onnx")));
    killOnce(() -> Files.exists(making.resolve("model.conf")));

    Run run = fetch("tiny");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(installed()).contains(ID);
    assertThat(making.getParent()).doesNotExist();
    assertThat(origin.requests().get(1)).isEqualTo("bytes=" + ONNX.length / 2 + "-");
    assertThat(origin.requests()).hasSize(2);
  }

  private interface Step {
    boolean isReached() throws IOException;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void killOnce(Step step) throws Exception {
    List<String> command = TestJvm.command();
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.lynceus.app.Lynceus", "models"));
    command.addAll(List.of(arguments("tiny")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(temporary.resolve("log").toFile()))
            .start();
    try {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(step::isReached);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(installed()).isEmpty();
  }
}
