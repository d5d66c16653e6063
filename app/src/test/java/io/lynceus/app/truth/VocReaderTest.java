package io.lynceus.app.truth;

import static io.lynceus.app.truth.LabelledData.label;
import static io.lynceus.app.truth.LabelledData.picture;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocReaderTest {
  private static final String WHOLE =
      """
      <annotation>
        <folder>VOC</folder><filename>a.jpg</filename>
        <size><width>500</width><height>375</height><depth>3</depth></size>
        <object><name>person</name><difficult>0</difficult>
          <bndbox><xmin>10</xmin><ymin>20</ymin><xmax>110</xmax><ymax>220.5</ymax></bndbox>
          <part><name>head</name>
            <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
        </object>
        <object><name>dog &amp; cat</name><difficult>1</difficult>
          <bndbox><xmax>40</xmax><xmin>30</xmin><ymax>60</ymax><ymin>50</ymin></bndbox>
        </object>
      </annotation>
      """;

  @TempDir Path folder;
  private LabelledData data;

  @BeforeEach
  void pictures() throws IOException {
    data = new LabelledData(folder).picture("JPEGImages/a.jpg").picture("JPEGImages/b.jpg");
  }

  @Test
  void objectsAreReadAndTheirPartsAreNot() throws IOException, TruthException {
    LabelledPictures read = data.file("Annotations/a.xml", WHOLE).read();

    assertThat(read.format()).isEqualTo(TruthFormat.VOC);
    assertThat(read.names()).containsExactly("dog & cat", "person");
    LabelledPicture a = picture(read, "a.jpg");
    assertThat(a.file()).contains(data.path("JPEGImages/a.jpg"));
    assertThat(a.measure()).isEqualTo(LabelledData.pixels(500, 375));
    assertThat(a.labels())
        .containsExactly(
            label("person", 10, 20, 100, 200.5),
            new TrueLabel("dog & cat", new Region(30, 50, 10, 10), true));
  }

  @Test
  void aPictureWhoseNameHasChangedIsFoundByTheNameOfTheXmlFile()
      throws IOException, TruthException {
    LabelledPictures read =
        data.file("b.xml", WHOLE.replace("a.jpg", "C:\\pictures\\old.jpg")).read();

    assertThat(picture(read, "b.jpg").file()).contains(data.path("JPEGImages/b.jpg"));
  }

  @Test
  void oneBrokenFileIsTheProblemOfItsPictureOnly() throws IOException, TruthException {
    LabelledPictures read = data.file("a.xml", WHOLE).file("b.xml", WHOLE.substring(0, 200)).read();

    assertThat(picture(read, "a.jpg").problem()).isEmpty();
    LabelledPicture b = picture(read, "b.xml");
    assertThat(b.file()).contains(data.path("JPEGImages/b.jpg"));
    assertThat(b.problem().orElseThrow()).startsWith("labels in b.xml: line ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<xmin>10</xmin>|<xmin>ten</xmin>|the xmin of a bndbox is a number",
        "<xmin>10</xmin>|''|the xmin of a bndbox is a number",
        "<xmax>110</xmax>|<xmax>9</xmax>|a bndbox reaches from xmin to xmax",
        "<xmax>110</xmax>|<xmax>NaN</xmax>|a bndbox reaches from xmin to xmax",
        "<name>person</name>|<name> </name>|an object has a name of 1 to 200 characters"
      })
  void whatIsWrongIsSaidWithItsLine(String right, String wrong, String message)
      throws IOException, TruthException {
    LabelledPictures read =
        data.file("a.xml", WHOLE.replace(right, wrong == null ? "" : wrong)).read();

    assertThat(read.pictures().get(0).problem().orElseThrow())
        .startsWith("labels in a.xml: line ")
        .contains(message);
  }

  @Test
  void otherFilesAreNotReadThroughEntities() throws IOException, TruthException {
    data.file("secret", "top secret");
    String entity =
        "<!DOCTYPE annotation [<!ENTITY e SYSTEM \"" + folder.resolve("secret").toUri() + "\">]>";

    LabelledPictures read =
        data.file("a.xml", entity + WHOLE.replace("<name>person", "<name>&e;")).read();

    assertThat(read.toString()).doesNotContain("top secret");
    assertThat(read.pictures().get(0).problem()).isPresent();
  }

  @Test
  void entitiesThatGrowAreNotExpanded() throws IOException {
    StringBuilder type = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      type.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
    }
    data.file("b.xml", "<annotation/>")
        .file("a.xml", type + "]>" + WHOLE.replace("<name>person", "<name>&e29;"));

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThat(data.read().pictures()).anyMatch(picture -> picture.problem().isPresent()));
  }

  @Test
  void xmlFilesOfAnotherKindArePassedOver() throws IOException, TruthException {
    LabelledPictures read = data.file("a.xml", WHOLE).file("pom.xml", "<project/>").read();

    assertThat(read.pictures()).hasSize(1);
  }
}
