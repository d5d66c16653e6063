package io.lynceus.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Point;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkInput.Channels;
import io.lynceus.vision.network.NetworkInput.Fixed;
import io.lynceus.vision.network.NetworkInput.Layout;
import io.lynceus.vision.network.NetworkInput.Padding;
import io.lynceus.vision.network.OutputForm.Activation;
import io.lynceus.vision.network.OutputForm.Background;
import io.lynceus.vision.network.OutputForm.PriorSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelConfTest {
  private static final NetworkId ID = new NetworkId("mine", "1");
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String SHORT =
      "kind = yolox, labels = [person, traffic light], sha256 = " + HASH + "\n";

  @Test
  void everyKeyOfAFileIsRead() throws NetworkException {
    NetworkDescription mine =
        ModelConf.parse(
            ID,
            """
            kind = nanodet-plus
            input {
              layout = nhwc
              channels = rgb
              size = [416, 320]
              padding { place = centre, value = 7 }
              mean = [1, 2, 3.5]
              scale = 4
            }
            labels = [person, traffic light]
            thresholds { default = 0.25, "traffic light" = 0.5 }
            overlap = 0.7
            score-by-size { side = 50, weight = 0.25, not-lowered = [person] }
            outputs { scores = [a, b, c, d], sides = [e, f, g, h] }
            licence = "Apache-2.0"
            origin = "https://example.org/mine.onnx"
            sha256 = %s
            """
                .formatted(HASH));

    assertThat(mine.id()).isEqualTo(ID);
    assertThat(mine.kind()).isEqualTo(NetworkKind.NANODET_PLUS);
    assertThat(mine.input().layout()).isEqualTo(Layout.NHWC);
    assertThat(mine.input().channels()).isEqualTo(Channels.RGB);
    assertThat(mine.input().extent().fixed()).contains(new Fixed(416, 320));
    assertThat(mine.input().padding()).isEqualTo(new Padding(true, 7));
    assertThat(mine.input().mean()).containsExactly(1f, 2f, 3.5f);
    assertThat(mine.input().scale()).containsExactly(4f, 4f, 4f);
    assertThat(mine.outputs().labels()).containsExactly("person", "traffic light");
    assertThat(mine.outputs().names("sides")).containsExactly("e", "f", "g", "h");
    assertThat(mine.outputs().names("all")).isEmpty();
    assertThat(mine.rules().minScore("person")).isEqualTo(0.25);
    assertThat(mine.rules().minScore("traffic light")).isEqualTo(0.5);
    assertThat(mine.rules().maxOverlap()).isEqualTo(0.7);
    assertThat(mine.rules().bySize()).contains(new ScoreBySize(50, 0.25, Set.of("person")));
    assertThat(mine.provenance())
        .isEqualTo(
            new Provenance(
                Optional.of("Apache-2.0"), Optional.of("https://example.org/mine.onnx"), HASH));
  }

  @Test
  void whatAFileDoesNotSayIsAsUsualForItsKind() throws NetworkException {
    NetworkDescription mine = ModelConf.parse(ID, SHORT);

    assertThat(mine.input().channels()).isEqualTo(Channels.BGR);
    assertThat(mine.input().extent().fixed()).isEmpty();
    assertThat(mine.input().extent().longSide()).isEqualTo(640);
    assertThat(mine.input().padding()).isEqualTo(new Padding(false, 114));
    assertThat(mine.outputs().name("all")).isEqualTo("output");
    assertThat(mine.rules().minScores()).isEmpty();
    assertThat(mine.rules().bySize()).isEmpty();
    assertThat(mine.provenance().licence()).isEmpty();
  }

  @Test
  void aSetOfLabelsMayBeNamed() throws NetworkException {
    List<String> labels = ModelConf.parse(ID, SHORT + "labels = coco-80").outputs().labels();

    assertThat(labels).hasSize(80);
    assertThat(labels.get(0)).isEqualTo("person");
    assertThat(labels.get(24)).isEqualTo("backpack");
    assertThat(labels.get(28)).isEqualTo("suitcase");
    assertThat(labels.get(79)).isEqualTo("toothbrush");
  }

  @Test
  void thePriorsOfAnSsdAreRead() throws NetworkException {
    OutputForm outputs =
        ModelConf.parse(
                ID,
                """
                kind = ssd, labels = [face], sha256 = %s
                input.size = [320, 240]
                activation = none, background = last, variances.size = 0.5
                priors = [{ stride = 8, sizes = [[10, 20], [16, 16]] }, { stride = 16, sizes = [[32, 32]] }]
                """
                    .formatted(HASH))
            .outputs();

    assertThat(outputs.activation()).isEqualTo(Activation.NONE);
    assertThat(outputs.background()).isEqualTo(Background.LAST);
    assertThat(outputs.priors().centreVariance()).isEqualTo(0.1f);
    assertThat(outputs.priors().sizeVariance()).isEqualTo(0.5f);
    assertThat(outputs.priors().grids()).hasSize(2);
    assertThat(outputs.priors().grids().get(0).stride()).isEqualTo(8);
    assertThat(outputs.priors().grids().get(0).sizes())
        .containsExactly(new PriorSize(10, 20), new PriorSize(16, 16));
  }

  @ParameterizedTest
  @EnumSource(NetworkKind.class)
  void eachKindNeedsFewKeys(NetworkKind kind) throws NetworkException {
    boolean fixed = !kind.use().findsBoxes() || kind == NetworkKind.SSD;
    String text =
        "kind = "
            + kind
            + "\nsha256 = "
            + HASH
            + (kind.use().hasLabels() ? "\nlabels = [a, b]" : "")
            + (fixed ? "\ninput.size = [64, 32]" : "")
            + (kind == NetworkKind.SSD ? "\npriors = [{ stride = 8, sizes = [[8, 8]] }]" : "");

    assertThat(ModelConf.parse(ID, text).kind()).isEqualTo(kind);
    assertThat(NetworkKind.of(kind.key())).contains(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind = yolov5                      | kind is one of centernet, blazeface,
          kind = null                        | kind is not set
          labels = null                      | labels is not set
          labels = []                        | labels is a list with at least one label, not empty
          labels = [a, A]                    | no client can tell the label 'A' from 'a'
          labels = [a, a]                    | labels is a list without doubles
          labels = ["a,b"]                   | no client can ask for the label 'a,b'
          labels = coco-90                   | labels is one of coco-80, not 'coco-90'
          label = [a]                        | there is no key label here: the keys are input, kind,
          close-ups = true                   | there is no key close-ups here
          activation = softmax               | there is no key activation here
          input = 3                          | input is a section, not 3
          input.width = 3                    | there is no key input.width here
          input.layout = chw                 | input.layout is one of nchw, nhwc, not 'chw'
          input.channels = grey              | input.channels is one of rgb, bgr, not 'grey'
          input.size = [416]                 | input.size is width and height, each a whole number from 8 to 2048
          input.size = [416, 4096]           | input.size is width and height, each a whole number from 8 to 2048
          input.size = [416, 1.5]            | input.size is width and height
          input.size = 416                   | input.size is a list of numbers, not 416
          input.long-side = 1e9              | input.long-side is a whole number from 32 to 2048
          input.long-side = 320.5            | input.long-side is a whole number from 32 to 2048
          input { size = [64, 64], long-side = 64 } | input.size is set, or input.long-side is, not both
          input.multiple = 0                 | input.multiple is a whole number from 1 to 256
          input.padding.place = middle       | input.padding.place is one of end, centre
          input.padding.value = 256          | input.padding.value is a whole number from 0 to 255
          input.mean = [1, 2]                | input.mean is one number, or one for each of three channels
          input.mean = black                 | input.mean is a number, not black
          input.scale = 0                    | input.scale is a number from
          input.scale = [1, 1, -1]           | input.scale is a number from
          thresholds.default = 1.5           | thresholds.default is a number from 0 to 1, not 1.5
          thresholds.dog = 0.5               | there is no key thresholds.dog here
          overlap = -1                       | overlap is a number from 0 to 1
          score-by-size { side = 64 }        | score-by-size.weight is not set: it is a number
          score-by-size { side = 0, weight = 1 } | score-by-size.side is a number from 1
          score-by-size { side = 64, weight = 3 } | score-by-size.weight is a number from 0
          score-by-size { side = 64, weight = 1, not-lowered = [cup] } | score-by-size.not-lowered is a list of the network's labels, not 'cup'
          score-by-size { size = 64 }        | there is no key score-by-size.size here
          outputs { scores = a }             | outputs names those of yolox: all, not
          outputs { all = [a, b] }           | outputs.all is one name
          outputs { all = " " }              | outputs.all is the name of an output
          sha256 = null                      | sha256 is not set
          sha256 = 12ab                      | sha256 is that of model.onnx, 64 hexadecimal digits in lower case
          licence = ""                       | licence is one line of 1 to 500 characters
          origin = "a\\nb"                   | origin is one line of 1 to 1000 characters
          include "other.conf"               | include is not taken here
          include url("http://127.0.0.1:1/") | include is not taken here
          licence = ${HOME}                  | substitutions
          {{{                                | it is no HOCON
          """)
  void aMistakeIsNamedInOneLine(String mistake, String message) {
    assertThatThrownBy(() -> ModelConf.parse(ID, SHORT + mistake))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aLongWrongValueIsCutInTheMessage() {
    assertThatThrownBy(() -> ModelConf.parse(ID, SHORT + "input.mean = " + "x".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @Test
  void kindsWithoutBoxesHaveNoThresholds() {
    String text = "kind = embedding, input.size = [112, 112], sha256 = " + HASH;

    assertThatThrownBy(() -> ModelConf.parse(ID, text + ", overlap = 0.5"))
        .hasMessageContaining("there is no key overlap here");
    assertThatThrownBy(() -> ModelConf.parse(ID, text.replace("input.size = [112, 112], ", "")))
        .hasMessageContaining("input.size is not set");
  }

  @Test
  void thresholdsOfLabelsMayBeNumbersByName() throws NetworkException {
    assertThat(ModelConf.parse(ID, SHORT + "thresholds.person = 0.1").rules().minScores())
        .isEqualTo(Map.of("person", 0.1));
  }

  @Test
  void anEmbeddingMaySayWhereItWantsThePartsOfAFace() throws NetworkException {
    String text = "kind = embedding, input.size = [112, 100], sha256 = " + HASH + "\n";
    assertThat(ModelConf.parse(ID, text).alignment()).isEmpty();

    FacePlaces places =
        ModelConf.parse(ID, text + ALIGNMENT.formatted("[10, 20]", "nose"))
            .alignment()
            .orElseThrow();

    assertThat(places.inOrder())
        .containsExactly(
            new Point(10, 20), new Point(70, 20), new Point(50, 50), new Point(50, 80));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[10, 101] | nose | alignment.left-eye",
        "[10, 20, 3] | nose | alignment.left-eye",
        "[80, 20] | nose | alignment.left-eye",
        "[10, 20] | chin | alignment.chin"
      })
  void anAlignmentThatCannotBeIsRefused(String eye, String nose, String key) {
    String text = "kind = embedding, input.size = [112, 100], sha256 = " + HASH + "\n";
    assertThatThrownBy(() -> ModelConf.parse(ID, text + ALIGNMENT.formatted(eye, nose)))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(key);
  }

  private static final String ALIGNMENT =
      "alignment { left-eye = %s, right-eye = [70, 20], %s = [50, 50], mouth = [50, 80] }";
}
