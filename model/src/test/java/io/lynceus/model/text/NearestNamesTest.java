package io.lynceus.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNamesTest {
  private static final List<String> LABELS =
      List.of(
          "person",
          "bicycle",
          "car",
          "motorcycle",
          "airplane",
          "bus",
          "truck",
          "traffic light",
          "bird",
          "sheep",
          "skis",
          "knife",
          "hair drier",
          "couch",
          "potted plant",
          "dining table",
          "tv",
          "mouse",
          "cell phone",
          "teddy bear");

  @ParameterizedTest
  @CsvSource({
    "people, person",
    "Persons, person",
    "PEDESTRIAN, person",
    "cars, car",
    "bicycles, bicycle",
    "bycicle, bicycle",
    "buses, bus",
    "ski, skis",
    "knives, knife",
    "mice, mouse",
    "motorbike, motorcycle",
    "aeroplane, airplane",
    "sofa, couch",
    "television, tv",
    "phone, cell phone",
    "smart-phone, cell phone",
    "light, traffic light",
    "hair dryer, hair drier",
    "persn, person",
    "perosn, person",
    "tedy bear, teddy bear",
    "personen, person"
  })
  void theNameThatIsMeantIsTheNearest(String wrong, String meant) {
    assertThat(NearestNames.of(wrong, LABELS)).first().isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "zebra crossing", "qwertz", "🐈"})
  void nothingIsNearToWhatIsLikeNoName(String wrong) {
    assertThat(NearestNames.hint(wrong, LABELS)).isEmpty();
  }

  @Test
  void atMostThreeAreNamedInAQuestion() {
    assertThat(NearestNames.hint("vehicle", LABELS))
        .isEqualTo(": did you mean car, motorcycle or bus?");
    assertThat(NearestNames.hint("lables", List.of("labels", "edges")))
        .isEqualTo(": did you mean labels?");
  }

  @Test
  void aWordLongerThanAnyNameIsNotLookedFor() {
    assertThat(NearestNames.of("person".repeat(1000), LABELS)).isEmpty();
  }
}
