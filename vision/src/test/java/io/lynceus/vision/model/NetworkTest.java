package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Network.OutputShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class NetworkTest {
  private static Mat black;

  @TempDir private Path folder;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
    black = new Mat(64, 64, CvType.CV_8UC3, Scalar.all(0));
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

    assertThatThrownBy(() -> Network.open(broken, CenterNet.PIXELS, CenterNet::shapes, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models/mine.onnx");
  }

  @Test
  void aNetworkOfAnotherKindIsRefused() throws IOException {
    ModelFile faces = ModelFile.read("blazeface-back", Optional.empty());

    assertThatThrownBy(() -> Network.open(faces, CenterNet.PIXELS, CenterNet::shapes, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("heatmap");
  }

  @Test
  void outputsOfAnotherShapeAreRefusedByName() throws IOException {
    Letterbox letterbox = Letterbox.cornered(new Size(64, 64), 64);
    OutputShapes more = any -> Map.of("reg512", new long[] {1, 33, 16});

    try (Network network = faces(more)) {
      assertThatThrownBy(() -> network.run(black, letterbox))
          .isInstanceOf(OrtException.class)
          .hasMessageContaining("reg512")
          .hasMessageContaining("33")
          .hasMessageContaining("32");
    }
  }

  @Test
  void outputsStayUntilTheyAreClosed() throws IOException, OrtException {
    Letterbox letterbox = Letterbox.cornered(new Size(64, 64), 64);
    Mat white = new Mat(64, 64, CvType.CV_8UC3, Scalar.all(255));

    try (Network network = faces(BlazeFace::shapes);
        Outputs first = network.run(black, letterbox)) {
      float[] seen = scores(first);
      try (Outputs second = network.run(white, letterbox)) {
        assertThat(scores(second)).isNotEqualTo(seen);
      }
      try (Outputs third = network.run(white, letterbox)) {
        assertThat(scores(third)).isNotEqualTo(seen);
      }
      assertThat(scores(first)).isEqualTo(seen);
    }
  }

  @Test
  void eachSizeHasASessionOfItsOwnAsLongAsThereAreFew() throws Exception {
    byte[] file = ModelFile.read("blazeface-back", Optional.empty()).bytes();
    Size first = new Size(64, 96);
    try (Sessions sessions = new Sessions(file, 2)) {
      OrtSession own = sessions.forInput(first);
      assertThat(sessions.forInput(new Size(96, 64))).isNotSameAs(own);
      assertThat(sessions.forInput(new Size(64, 64))).isSameAs(sessions.forAnySize());
      assertThat(sessions.forInput(first)).isSameAs(own).isNotSameAs(sessions.forAnySize());
    }
  }

  @Test
  void aSizesOwnSessionFindsWhatTheOneForAllFinds() throws Exception {
    Mat noise = new Mat(64, 96, CvType.CV_8UC3);
    Core.randu(noise, 0, 255);
    ModelFile file = ModelFile.read("blazeface-back", Optional.empty());
    Letterbox letterbox = Letterbox.cornered(new Size(96, 64), 96);
    try (Network own = Network.open(file, BlazeFace.PIXELS, BlazeFace::shapes, 1);
        Network any = Network.open(file, BlazeFace.PIXELS, BlazeFace::shapes, 0);
        Outputs found = own.run(noise, letterbox);
        Outputs wanted = any.run(noise, letterbox)) {
      assertThat(scores(found)).containsExactly(scores(wanted), within(1e-4f));
    }
  }

  private static Network faces(OutputShapes shapes) throws IOException {
    return Network.open(
        ModelFile.read("blazeface-back", Optional.empty()), BlazeFace.PIXELS, shapes, 1);
  }

  private static float[] scores(Outputs outputs) {
    float[] scores = new float[32];
    outputs.values("cls512").get(0, scores);
    return scores;
  }
}
