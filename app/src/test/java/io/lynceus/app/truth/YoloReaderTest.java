package io.lynceus.app.truth;

import static io.lynceus.app.truth.LabelledData.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YoloReaderTest {
  @TempDir Path folder;
  private LabelledData data;

  @BeforeEach
  void pictures() throws IOException {
    data =
        new LabelledData(folder)
            .picture("images/val/a.jpg")
            .picture("images/val/b.jpg")
            .file("labels/val/a.txt", "0 0.5 0.5 0.2 0.4\n\n 1  0.25 0.25 0.5 0.5 \n");
  }

  @Test
  void sharesBecomePixelsOfThePicture() throws IOException, TruthException {
    LabelledPictures read = data.file("data.yaml", "names: ['person', dog]").read();

    assertThat(read.format()).isEqualTo(TruthFormat.YOLO);
    assertThat(read.names()).containsExactly("dog", "person");
    LabelledPicture a = picture(read, "images/val/a.jpg");
    assertThat(a.labelsFor(200, 100))
        .satisfiesExactly(
            label -> {
              assertThat(label.name()).isEqualTo("person");
              assertThat(label.region().x()).isCloseTo(80, within());
              assertThat(label.region().y()).isCloseTo(30, within());
              assertThat(label.region().width()).isCloseTo(40, within());
              assertThat(label.region().height()).isCloseTo(40, within());
            },
            label -> assertThat(label.region()).isEqualTo(new Region(0, 0, 100, 50)));
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  @Test
  void aPictureWithoutAFileHasNoObjects() throws IOException, TruthException {
    LabelledPicture b =
        picture(data.file("classes.txt", "person\ndog\n").read(), "images/val/b.jpg");

    assertThat(b.problem()).isEmpty();
    assertThat(b.labels()).isEmpty();
  }

  @Test
  void labelsWithoutAPictureAreKeptAsAMissingPicture() throws IOException, TruthException {
    LabelledPicture c =
        picture(
            data.file("classes.txt", "person\ndog")
                .file("labels/val/c.txt", "0 0.5 0.5 1 1")
                .read(),
            "labels/val/c.txt");

    assertThat(c.file()).isEmpty();
  }

  @Test
  void aBoxIsPutAroundAnOutline() throws IOException, TruthException {
    LabelledPictures read =
        data.file("classes.txt", "person\ndog")
            .file("labels/val/b.txt", "1 0.25 0.5 0.75 0.25 0.5 1")
            .read();

    assertThat(picture(read, "images/val/b.jpg").labels())
        .containsExactly(LabelledData.label("dog", 0.25, 0.25, 0.5, 0.75));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0.5 0.5 0.2",
        "0 0.5 0.5 0.2 0.2 0.9",
        "0 0.5 0.5 0.2 1.5",
        "0 -0.5 0.5 0.2 0.2",
        "0 NaN 0.5 0.2 0.2",
        "0 0,5 0.5 0.2 0.2",
        "person 0.5 0.5 0.2 0.2",
        "-1 0.5 0.5 0.2 0.2",
        "2 0.5 0.5 0.2 0.2",
        "99999999999 0.5 0.5 0.2 0.2"
      })
  void wrongNumbersAreRefusedWithTheirLineAndTheOtherPicturesStay(String wrong)
      throws IOException, TruthException {
    LabelledPictures read =
        data.file("classes.txt", "person\ndog")
            .file("labels/val/b.txt", "0 0.5 0.5 1 1\n" + wrong)
            .read();

    assertThat(picture(read, "images/val/b.jpg").problem().orElseThrow())
        .startsWith("labels in labels/val/b.txt, line 2: ");
    assertThat(picture(read, "images/val/a.jpg").labels()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc: 2\nnames: [ person , \"traffic light\" ] # two\n",
        "names:\n  - person\n  - 'traffic light'\nnc: 2\n",
        "path: ../x\nnames:\n  0: person\n\n  # next\n  1: traffic light # red\ntrain: a\n"
      })
  void theFormsOfYamlThatProgramsWriteAreRead(String yaml) throws IOException, TruthException {
    LabelledPictures read = data.file("data.yaml", yaml).read();

    assertThat(picture(read, "images/val/a.jpg").labels())
        .extracting(TrueLabel::name)
        .containsExactly("person", "traffic light");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc: 2\n", "names: [person, [dog]", "names:\n  0: person\n  2: dog\n"})
  void otherYamlIsRefusedWithAWayOut(String yaml) throws IOException {
    data.file("data.yaml", yaml);

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("write them to a file classes.txt, one a line");
  }
}
