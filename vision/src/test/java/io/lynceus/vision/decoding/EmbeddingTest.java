package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.FloatVector;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.TestOnnx;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class EmbeddingTest {

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void theVectorIsBroughtToLengthOne() throws Exception {
    FloatVector vector = vector(new long[] {1, 3}, 2, -3, 6);

    assertThat(vector.size()).isEqualTo(3);
    assertThat(vector.get(0)).isCloseTo(2 / 7f, within(1e-6f));
    assertThat(vector.get(1)).isCloseTo(-3 / 7f, within(1e-6f));
    assertThat(vector.get(2)).isCloseTo(6 / 7f, within(1e-6f));
  }

  @Test
  void furtherExtentsOfOneMakeNoDifference() throws Exception {
    assertThat(vector(new long[] {1, 2, 1, 1}, 3, 4)).isEqualTo(vector(new long[] {1, 2}, 3, 4));
  }

  @Test
  void aVectorOfNothingStaysSo() throws Exception {
    assertThat(vector(new long[] {1, 2}, 0, 0)).isEqualTo(new FloatVector(new float[2]));
  }

  private static FloatVector vector(long[] shape, float... values) throws Exception {
    NetworkDescription description =
        ModelConf.parse(
            new NetworkId("mine", "1"),
            "kind = embedding, input.size = [12, 16], outputs.vector = v, sha256 = "
                + "0".repeat(64));
    byte[] onnx = new TestOnnx(1, 3, 16, 12).constant("v", shape, values).bytes();
    Embedding embedding = new Embedding(description);
    Mat picture = new Mat(16, 12, CvType.CV_8UC3, Scalar.all(0));
    try (Network network =
            Network.open(new NetworkFile(description, "a test's network", onnx), embedding, 0);
        Outputs outputs = network.run(picture, network.letterbox(new Size(12, 16)))) {
      return embedding.decode(outputs);
    }
  }
}
