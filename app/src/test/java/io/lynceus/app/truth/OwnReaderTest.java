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

class OwnReaderTest {
  @TempDir Path folder;
  private LabelledData data;

  @BeforeEach
  void pictures() throws IOException {
    data = new LabelledData(folder).picture("a.jpg").picture("sub/b.png");
  }

  @Test
  void picturesAndLabelsAreRead() throws IOException, TruthException {
    LabelledPictures read =
        data.file(
                "ground_truth.json",
                """
                {"a.jpg": [{"class": "person", "box": [1, 2, 3, 4], "note": {"by": ["me"]}},
                           {"class": "face", "box": [5.5, 6, 7, 8], "ignore": true}],
                 "b.png": []}
                """)
            .read();

    assertThat(read.format()).isEqualTo(TruthFormat.LYNCEUS);
    assertThat(read.names()).containsExactly("face", "person");
    assertThat(picture(read, "a.jpg").labels())
        .containsExactly(
            label("person", 1, 2, 3, 4), new TrueLabel("face", new Region(5.5, 6, 7, 8), true));
    assertThat(picture(read, "b.png").file()).contains(data.path("sub/b.png"));
  }

  @Test
  void aPictureThatIsNotThereIsKept() throws IOException, TruthException {
    LabelledPictures read =
        data.file("ground_truth.json", "{\"../../etc/passwd\": [], \"c.jpg\": []}").read();

    assertThat(read.pictures()).hasSize(2).allMatch(picture -> picture.file().isEmpty());
  }

  @Test
  void aBoxWithoutSizeIsIgnored() throws IOException, TruthException {
    LabelledPictures read =
        data.file("ground_truth.json", "{\"a.jpg\": [{\"class\": \"x\", \"box\": [1, 2, 0, 9]}]}")
            .read();

    assertThat(picture(read, "a.jpg").labels()).allMatch(TrueLabel::ignored);
  }

  @Test
  void aBrokenFileIsRefusedWithItsLine() throws IOException {
    data.file("ground_truth.json", "{\"a.jpg\": [\n{\"class\": \"person\"}]}");

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessage("ground_truth.json, line 2: a label has no class or no box");
  }

  @Test
  void aPictureThatIsThereTwiceIsRefused() throws IOException {
    data.file("ground_truth.json", "{\"a.jpg\": [],\n \"a.jpg\": []}");

    assertThatThrownBy(data::read)
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("line 2: the picture a.jpg is there twice");
  }
}
