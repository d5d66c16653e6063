package io.lynceus.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.model.TestOnnx;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void install() throws IOException {
    install("one", "9", "kind = yolox\nlabels = [person]\ninput.size = [32, 32]\nlicence = MIT");
    install("one", "10", "kind = yolox\nlabels = [person]\ninput.size = [32, 32]");
    install("face", "1", "kind = yunet");
  }

  private void install(String name, String version, String conf) throws IOException {
    byte[] onnx = TestOnnx.yolox().toBytes();
    Path place = Files.createDirectories(folder.resolve(name).resolve(version));
    Files.write(place.resolve("model.onnx"), onnx);
    Files.writeString(
        place.resolve("model.conf"), conf + "\nsha256 = " + NetworkFile.sha256(onnx) + "\n");
  }

  private Run models(String... arguments) {
    return Run.of(
        new ModelsCommand(),
        Stream.concat(Stream.of(arguments), Stream.of("--dir", folder.toString()))
            .toArray(String[]::new));
  }

  private String chosen() throws IOException {
    return Files.readString(folder.resolve(ModelsFolder.CHOICES));
  }

  @Test
  void theNewestVersionIsUsedUnlessOneIsSaid() throws Exception {
    Run run = models("use", "objects=one", "faces=face");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(chosen()).contains("objects = \"one:10\"").contains("faces = \"face:1\"");
    assertThat(models("use", "objects=one:9").exitCode()).isZero();
    assertThat(chosen()).contains("objects = \"one:9\"").contains("faces = \"face:1\"");
  }

  @Test
  void aNetworkIsUsedForWhatItIsOnly() {
    Run run = models("use", "faces=one");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("one cannot be used for faces");
    assertThat(models("use", "heads=one").err()).contains("say objects=NAME");
    assertThat(models("use", "objects=none").err()).contains("there is no network none");
    assertThat(models("use", "objects=").exitCode()).isEqualTo(2);
    assertThat(folder.resolve(ModelsFolder.CHOICES)).doesNotExist();
  }

  @Test
  void aNetworkThatIsUsedIsNotRemoved() throws Exception {
    models("use", "objects=one:10");
    Run refused = models("remove", "one:10");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("one:10 is in use");
    assertThat(models("remove", "one").err()).contains("[one:9, one:10]");
    assertThat(models("remove", "one:9").exitCode()).isZero();
    assertThat(folder.resolve("one")).isDirectoryNotContaining("glob:**9");
    assertThat(models("remove", "face").exitCode()).isZero();
    assertThat(folder.resolve("face")).doesNotExist();
    assertThat(models("remove", "face").exitCode()).isEqualTo(2);
  }

  @Test
  void theListTellsWhatIsThereAndWhatCanBeHad() throws Exception {
    models("use", "objects=one:10");
    Files.writeString(folder.resolve("face/1/model.conf"), "kind = unknown");
    String out = models("list").out();
    assertThat(out)
        .containsPattern("one:9 +objects +0.0 MB +\\? +MIT")
        .contains("face:1 cannot be used")
        .contains("objects: one:10")
        .containsPattern("yunet-n +faces +0.3 MB +Apache-2.0 +AP .892")
        .contains("set best: embedding=sface faces=yunet-n objects=nanodet-plus-m-1.5x");
  }

  @Test
  void twoCommandsDoNotChangeAFolderAtOnce() throws Exception {
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      Run run = models("remove", "face");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("wait until it ends");
    }
  }

  @Test
  void whatAnAddedNetworkLacksIsSaidBeforeItIsTried() throws Exception {
    Path file = Files.write(folder.resolve("My Net.onnx"), TestOnnx.yolox().toBytes());
    assertThat(models("add", file.toString(), "--as", "yolox").err()).contains("--labels");
    assertThat(models("add", file.toString(), "--as", "yolo").err()).contains("no kind 'yolo'");
    assertThat(models("add", file.toString(), "--as", "yunet", "--name", "face:1").err())
        .contains("face:1 is there already");
    assertThat(models("add", file.toString(), "--as", "yunet", "--name", "../x").exitCode())
        .isEqualTo(2);
    Files.writeString(file, "<html>");
    Run page = models("add", file.toString(), "--as", "yunet");
    assertThat(page.exitCode()).isEqualTo(1);
    assertThat(page.err()).contains("is not taken: it is no ONNX file");
  }
}
