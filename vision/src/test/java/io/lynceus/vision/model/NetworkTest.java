package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.vision.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  @TempDir private Path folder;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void aFileInTheUsersFolderTakesThePlaceOfTheShippedOne() throws IOException {
    Files.write(folder.resolve("blazeface-back.onnx"), new byte[] {1, 2, 3});

    assertThat(ModelFile.read("blazeface-back", Optional.of(folder)).bytes()).hasSize(3);
    assertThat(ModelFile.read("centernet-mbv3-coco80", Optional.of(folder)).bytes())
        .hasSizeGreaterThan(1_000_000);
  }

  @Test
  void aMissingFolderIsNamedWithItsSetting() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> ModelFile.read("blazeface-back", Optional.of(missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models.dir")
        .hasMessageContaining(missing.toString());
  }

  @Test
  void aFileThatIsNoNetworkIsNamed() {
    ModelFile broken = new ModelFile("mine", "models/mine.onnx", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> Network.open(broken, CenterNet.PIXELS, CenterNet.OUTPUTS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models/mine.onnx");
  }

  @Test
  void aNetworkOfAnotherKindIsRefused() throws IOException {
    ModelFile faces = ModelFile.read("blazeface-back", Optional.empty());

    assertThatThrownBy(() -> Network.open(faces, CenterNet.PIXELS, Set.of("heatmap")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("heatmap");
  }
}
