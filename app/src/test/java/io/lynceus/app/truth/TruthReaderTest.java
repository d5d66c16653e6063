package io.lynceus.app.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthReaderTest {
  private static final String OWN = "{\"a.jpg\": [{\"class\": \"cat\", \"box\": [0, 0, 9, 9]}]}";
  private static final String COCO =
      "{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}], \"annotations\": [],"
          + " \"categories\": []}";

  @TempDir Path folder;
  private LabelledData data;

  @BeforeEach
  void picture() throws IOException {
    data = new LabelledData(folder).picture("a.jpg");
  }

  @Test
  void aFolderWithoutLabelsIsToldWhatIsAccepted() throws IOException {
    data.file("package.json", "{\"name\": \"x\", \"files\": [\"a\"], \"n\": [1]}")
        .file("readme.txt", "hello");

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageStartingWith("no labels in " + folder + ": accepted are ground_truth.json, COCO")
        .hasMessageContaining("VOC")
        .hasMessageContaining("YOLO");
  }

  @Test
  void aFolderThatIsNotThereIsToldSo() {
    assertThatThrownBy(() -> TruthReader.read(folder.resolve("no"), Optional.empty()))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("is the path right?");
  }

  @Test
  void labelsInTwoFormsAreToldApartByTheUser() throws IOException, TruthException {
    data.file("ground_truth.json", OWN).file("annotations/all.json", COCO);

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("COCO JSON (annotations/all.json)")
        .hasMessageContaining("Lynceus JSON (ground_truth.json)")
        .hasMessageContaining("--format");
    assertThat(TruthReader.read(folder, Optional.of(TruthFormat.COCO)).format())
        .isEqualTo(TruthFormat.COCO);
    assertThat(
            TruthReader.read(folder.resolve("annotations/all.json"), Optional.empty()).pictures())
        .singleElement()
        .satisfies(picture -> assertThat(picture.file()).contains(data.path("a.jpg")));
  }

  @Test
  void ourOwnFormIsKnownByItsContentToo() throws IOException, TruthException {
    assertThat(data.file("my-labels.json", "{\"b.jpg\": [], " + OWN.substring(1)).read().format())
        .isEqualTo(TruthFormat.LYNCEUS);
  }

  @Test
  void yoloWithoutNamesIsToldWhatIsMissing() throws IOException {
    data.file("a.txt", "0 0.5 0.5 1 1");

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("no names of the classes")
        .hasMessageContaining("classes.txt");
  }

  @Test
  void ofTwoPicturesWithOneNameTheNearestIsMeant() throws IOException, TruthException {
    data.picture("x/p.jpg")
        .picture("y/p.jpg")
        .file("x/p.xml", "<annotation><filename>p.jpg</filename></annotation>")
        .file("y/p.xml", "<annotation><filename>p.jpg</filename></annotation>")
        .file("p.xml", "<annotation><filename>p.jpg</filename></annotation>");

    assertThat(data.read().pictures())
        .extracting(LabelledPicture::file)
        .containsExactlyInAnyOrder(
            Optional.of(data.path("x/p.jpg")), Optional.of(data.path("y/p.jpg")), Optional.empty());
  }

  @Test
  void labelsForAPictureOfAnotherSizeAreRefused() throws IOException, TruthException {
    LabelledPicture picture =
        data.file("labels.json", COCO.replace("1,", "1, \"width\": 640, \"height\": 480,"))
            .read()
            .pictures()
            .get(0);

    assertThat(picture.labelsFor(640, 480)).isEmpty();
    assertThatThrownBy(() -> picture.labelsFor(480, 640))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("for 640 x 480 pixels, and the picture has 480 x 640");
  }
}
