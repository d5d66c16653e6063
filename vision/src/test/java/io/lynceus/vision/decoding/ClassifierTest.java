package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.TestOnnx;
import io.lynceus.vision.decoding.Classifier.Scored;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkFile;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class ClassifierTest {

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void theClassesComeBestFirstAndTheirScoresAddUpToOne() throws Exception {
    List<Scored> classes = classes("", 0, (float) Math.log(3), (float) Math.log(4));

    assertThat(classes).extracting(Scored::label).containsExactly("c", "b", "a");
    assertThat(classes.get(0).score()).isCloseTo(0.5f, within(1e-6f));
    assertThat(classes.get(1).score()).isCloseTo(0.375f, within(1e-6f));
    assertThat(classes.get(2).score()).isCloseTo(0.125f, within(1e-6f));
  }

  @Test
  void scoresMayBeScoresAlready() throws Exception {
    assertThat(classes("activation = none", 0.25f, 1, 0.25f))
        .containsExactly(new Scored("b", 1), new Scored("a", 0.25f), new Scored("c", 0.25f));
    assertThat(classes("activation = sigmoid", 0, -200, 200))
        .extracting(Scored::score)
        .containsExactly(1f, 0.5f, 0f);
  }

  private static List<Scored> classes(String conf, float... values) throws Exception {
    NetworkDescription description =
        ModelConf.parse(
            new NetworkId("mine", "1"),
            "kind = classifier, input.size = [16, 16], labels = [a, b, c], sha256 = "
                + "0".repeat(64)
                + "\n"
                + conf);
    byte[] onnx = new TestOnnx(1, 3, 16, 16).constant("output", new long[] {1, 3}, values).bytes();
    Classifier classifier = new Classifier(description);
    Mat picture = new Mat(16, 16, CvType.CV_8UC3, Scalar.all(0));
    try (Network network =
            Network.open(new NetworkFile(description, "a test's network", onnx), classifier, 0);
        Outputs outputs = network.run(picture, network.letterbox(new Size(16, 16)))) {
      return classifier.decode(outputs);
    }
  }
}
