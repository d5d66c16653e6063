package io.lynceus.app.truth;

import static io.lynceus.app.truth.LabelledData.label;
import static io.lynceus.app.truth.LabelledData.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoReaderTest {
  private static final String WHOLE =
      """
      {"info": {"year": 2026, "deep": [[1], {"a": []}]},
       "annotations": [
         {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2.5, 30, 40], "iscrowd": 0,
          "segmentation": [[1, 2, 3, 4, 5, 6]], "area": 1200},
         {"id": 2, "image_id": 7, "category_id": 1, "bbox": [5, 6, 7, 8], "iscrowd": 1,
          "segmentation": {"counts": "abc", "size": [2, 2]}}],
       "categories": [{"id": 1, "name": "person"}, {"id": 3, "name": "dog"}, {"id": 4, "name": "car"}],
       "images": [
         {"id": 7, "file_name": "a.jpg", "width": 640, "height": 480, "license": null},
         {"id": 8, "file_name": "train/b.jpg"}]}
      """;

  @TempDir Path folder;
  private LabelledData data;

  @BeforeEach
  void pictures() throws IOException {
    data = new LabelledData(folder);
    data.picture("images/a.jpg").picture("images/train/b.jpg").picture("images/val/b.jpg");
  }

  @Test
  void annotationsMayComeBeforeWhatTheyName() throws IOException, TruthException {
    LabelledPictures read = data.file("annotations/instances.json", WHOLE).read();

    assertThat(read.format()).isEqualTo(TruthFormat.COCO);
    assertThat(read.source()).isEqualTo("annotations/instances.json");
    assertThat(read.names()).containsExactly("car", "dog", "person");
    LabelledPicture a = picture(read, "a.jpg");
    assertThat(a.file()).contains(data.path("images/a.jpg"));
    assertThat(a.measure()).isEqualTo(LabelledData.pixels(640, 480));
    assertThat(a.labels())
        .containsExactly(
            label("dog", 1, 2.5, 30, 40), new TrueLabel("person", new Region(5, 6, 7, 8), true));
  }

  @Test
  void anImageWithoutAnnotationsHasNoObjects() throws IOException, TruthException {
    LabelledPicture b = picture(data.file("labels.json", WHOLE).read(), "train/b.jpg");

    assertThat(b.file()).contains(data.path("images/train/b.jpg"));
    assertThat(b.labels()).isEmpty();
    assertThat(b.problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2.5, 30, 40]|[1, 2.5, 30]|line 3: bbox is a list of four numbers",
        "[1, 2.5, 30, 40]|[1, 2.5, 30, -4]|line 3: bbox is a list of four numbers",
        "[1, 2.5, 30, 40]|[1, 2.5, 30, 1e300]|line 3: bbox is a list of four numbers",
        "[1, 2.5, 30, 40]|[1, 2.5, 30, \"4\"]|line 3: each number of bbox is a number",
        "\"image_id\": 7|\"image_id\": 9|an annotation is of image 9, which is not among images",
        "\"category_id\": 3|\"category_id\": 9|of category 9, which is not among categories",
        "\"id\": 8|\"id\": 7|line 10: two images have the id 7",
        "\"name\": \"dog\"|\"name\": \"\"|line 7: the name of a label has 1 to 200 characters",
        "\"file_name\": \"a.jpg\",|\"\":0,|it is no JSON|no file_name"
      })
  void whatIsWrongIsSaidWithItsLine(String right, String wrong, String message) throws IOException {
    data.file("labels.json", WHOLE.replace(right, wrong));

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageStartingWith("labels.json")
        .hasMessageContaining(message.equals("it is no JSON") ? "" : message);
  }

  @Test
  void aFileThatEndsTooEarlyIsRefused() throws IOException {
    data.file("labels.json", WHOLE.substring(0, WHOLE.length() - 40));

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageStartingWith("labels.json, line ");
  }

  @Test
  void deepListsAreRefusedAndNotFollowed() throws IOException {
    data.file("labels.json", "{\"images\": [], \"x\": " + "[".repeat(100_000));

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("it is no JSON that can be read");
  }
}
