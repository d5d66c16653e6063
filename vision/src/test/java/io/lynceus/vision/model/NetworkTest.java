package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.TestOnnx;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkInput.Layout;
import io.lynceus.vision.network.ShippedNetworks;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class NetworkTest {
  private static final OutputShapes BLAZEFACE =
      letterbox -> {
        long pixels = letterbox.inputPixels();
        return Map.of(
            "cls512", new long[] {1, 2 * pixels / 256, 1},
            "reg512", new long[] {1, 2 * pixels / 256, 16},
            "cls384", new long[] {1, 6 * pixels / 1024, 1},
            "reg384", new long[] {1, 6 * pixels / 1024, 16});
      };

  private static Mat black;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
    black = new Mat(64, 64, CvType.CV_8UC3, Scalar.all(0));
  }

  @Test
  void aFileThatIsNoNetworkIsNamed() throws IOException {
    NetworkFile broken =
        new NetworkFile(shipped().description(), "models/mine.onnx", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> Network.open(broken, BLAZEFACE, 0))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("models/mine.onnx");
  }

  @Test
  void aNetworkOfAnotherKindIsRefused() throws IOException {
    NetworkFile file = shipped();

    assertThatThrownBy(
            () -> Network.open(file, any -> Map.of("heatmap", new long[] {1, 80, 8, 8}), 0))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("has no output heatmap: it has ")
        .hasMessageContaining("reg512");
  }

  @Test
  void anOutputOfOtherExtentsThanItsKindHasIsRefused() throws IOException {
    NetworkFile file = shipped();

    assertThatThrownBy(
            () -> Network.open(file, any -> Map.of("cls512", new long[] {1, 80, 8, 8}), 0))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("puts out cls512 of 3 extents");
  }

  @Test
  void anInputOfAnotherSizeThanDescribedIsRefused() throws IOException {
    assertRefused("", new TestOnnx(1, 3, 416, 320), "takes [1, 3, 416, 320]");
    assertRefused("input.size = [416, 320]", new TestOnnx(1, 3, 416, 320), "takes [1, 3, 416");
    assertRefused("input.layout = nhwc", new TestOnnx(1, 3, -1, -1), "takes [1, 3, -1, -1]");
    assertRefused("", new TestOnnx(1, 1, -1, -1), "takes [1, 1, -1, -1]");
    assertRefused("", new TestOnnx(4, 3, -1, -1), "takes [4, 3, -1, -1]");

    NetworkFile fits = file("input.size = [320, 416]", new TestOnnx(1, 3, 416, 320));
    Network.open(fits, any -> Map.of("out", new long[] {1, 1}), 0).close();
  }

  private static void assertRefused(String conf, TestOnnx onnx, String message) throws IOException {
    NetworkFile file = file(conf, onnx);
    assertThatThrownBy(() -> Network.open(file, any -> Map.of("out", new long[] {1, 1}), 0))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("a test's network " + message);
  }

  private static NetworkFile file(String conf, TestOnnx onnx) throws IOException {
    String all = "kind = yolox, labels = [a], sha256 = " + "0".repeat(64) + "\n" + conf;
    return new NetworkFile(
        ModelConf.parse(new NetworkId("mine", "1"), all),
        "a test's network",
        onnx.constant("out", new long[] {1, 1}, 1).bytes());
  }

  @Test
  void anOutputWhoseExtentsTheNetworkDecidesIsRead() throws Exception {
    NetworkFile file =
        file(
            "input.size = [64, 64]",
            new TestOnnx(1, 3, 64, 64).constant("rows", new long[] {1, 3, 2}, 1, 2, 3, 4, 5, 6));
    try (Network network = Network.open(file, any -> Map.of("rows", new long[] {1, -1, 2}), 0);
        Outputs outputs = network.run(black, network.letterbox(new Size(64, 64)))) {
      assertThat(outputs.values("rows").get(5)).isEqualTo(6);
    }
    try (Network network = Network.open(file, any -> Map.of("rows", new long[] {1, -1, 4}), 0)) {
      assertThatThrownBy(() -> network.run(black, network.letterbox(new Size(64, 64))))
          .isInstanceOf(OrtException.class)
          .hasMessageContaining("the output rows is [1, 3, 2], not [1, -1, 4]");
    }
  }

  @Test
  void outputsOfAnotherShapeAreRefusedByName() throws IOException {
    Letterbox letterbox = Letterbox.cornered(new Size(64, 64), 64, 32);
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
    Letterbox letterbox = Letterbox.cornered(new Size(64, 64), 64, 32);
    Mat white = new Mat(64, 64, CvType.CV_8UC3, Scalar.all(255));

    try (Network network = faces(BLAZEFACE);
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
    byte[] file = shipped().bytes();
    Size first = new Size(64, 96);
    try (Sessions sessions = new Sessions(file, Layout.NCHW, 2)) {
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
    NetworkFile file = shipped();
    Letterbox letterbox = Letterbox.cornered(new Size(96, 64), 96, 32);
    try (Network own = Network.open(file, BLAZEFACE, 1);
        Network any = Network.open(file, BLAZEFACE, 0);
        Outputs found = own.run(noise, letterbox);
        Outputs wanted = any.run(noise, letterbox)) {
      assertThat(scores(found)).containsExactly(scores(wanted), within(1e-4f));
    }
  }

  private static NetworkFile shipped() throws IOException {
    return ShippedNetworks.read(ShippedNetworks.ALL.get(0));
  }

  private static Network faces(OutputShapes shapes) throws IOException {
    return Network.open(shipped(), shapes, 1);
  }

  private static float[] scores(Outputs outputs) {
    float[] scores = new float[32];
    outputs.values("cls512").get(0, scores);
    return scores;
  }
}
