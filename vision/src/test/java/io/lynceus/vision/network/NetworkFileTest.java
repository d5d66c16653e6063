package io.lynceus.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.network.NetworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {
  private static final byte[] ONNX = {1, 2, 3};
  private static final String HASH =
      "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

  @TempDir private Path models;
  private Path folder;

  @BeforeEach
  void writeFolder() throws IOException {
    folder = Files.createDirectories(models.resolve("mine").resolve("2.1"));
    Files.write(folder.resolve("model.onnx"), ONNX);
    writeConf("kind = yunet\nsha256 = " + HASH);
  }

  private void writeConf(String text) throws IOException {
    Files.writeString(folder.resolve("model.conf"), text);
  }

  @Test
  void aFolderIsReadAndItsNameAndHashAreInItsModel() throws IOException {
    NetworkFile file = NetworkFile.read(folder);

    assertThat(file.description().id()).isEqualTo(new NetworkId("mine", "2.1"));
    assertThat(file.description().kind()).isEqualTo(NetworkKind.YUNET);
    assertThat(file.bytes()).isEqualTo(ONNX);
    assertThat(file.model()).isEqualTo("mine:2.1@039058c6");
  }

  @Test
  void anotherOnnxFileThanTheDescribedOneIsRefused() throws IOException {
    Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 4});

    assertRefused("model.onnx is not the file that model.conf describes: its sha256 is ");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(folder.resolve("model.onnx"));
    assertRefused("there is no file " + folder.resolve("model.onnx"));

    Files.delete(folder.resolve("model.conf"));
    assertRefused("there is no file " + folder.resolve("model.conf"));
  }

  @Test
  void aMistakeIsNamedWithItsFile() throws IOException {
    writeConf("kind = yunet\nsha256 = " + HASH + "\nlabels = [face]");

    assertRefused(folder.resolve("model.conf") + ": there is no key labels here");
  }

  @Test
  void aConfOfMoreThanItsMostBytesIsRefused() throws IOException {
    String text = "kind = yunet\nsha256 = " + HASH + "\n";
    writeConf(text + "#".repeat(ModelConf.MAX_BYTES - text.length()));
    assertThat(NetworkFile.read(folder).sha256()).isEqualTo(HASH);

    writeConf(text + "#".repeat(ModelConf.MAX_BYTES + 1 - text.length()));
    assertRefused("more than 1048576 are not taken");
  }

  @Test
  void aConfThatIsNoTextIsRefused() throws IOException {
    Files.write(folder.resolve("model.conf"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertRefused("model.conf is not in UTF-8");
  }

  @Test
  void aFolderWithAnotherNameThanANetworkCanHaveIsRefused() throws IOException {
    Path other = Files.createDirectories(models.resolve("My Network").resolve("1"));
    Files.copy(folder.resolve("model.conf"), other.resolve("model.conf"));

    assertThatThrownBy(() -> NetworkFile.read(other))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("the name of a network is 1 to 48 of a-z 0-9");
  }

  @Test
  void aFileThatDoesNotFitIntoTheHeapIsRefused() throws IOException {
    Path file = folder.resolve("model.onnx");

    NetworkFile.requireHeap(file, 9);
    assertThatThrownBy(() -> NetworkFile.requireHeap(file, 8))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("the JVM needs a heap of 1 MiB, set by LYNCEUS_JAVA_OPTS");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> NetworkFile.read(folder))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
