package io.lynceus.common.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingKindTest {
  @Test
  void labelsOfAKindAreKnownWhateverTheirCase() {
    assertThat(FindingKind.of("person")).isEqualTo(FindingKind.PERSON);
    assertThat(FindingKind.of("Human face")).isEqualTo(FindingKind.FACE);
    assertThat(List.of("car", "bicycle", "truck", "boat", "airplane", "motorcycle"))
        .allMatch(label -> FindingKind.of(label) == FindingKind.VEHICLE);
    assertThat(List.of("dog", "cat", "bird", "Giraffe"))
        .allMatch(label -> FindingKind.of(label) == FindingKind.ANIMAL);
    assertThat(List.of("backpack", "handbag", "suitcase"))
        .allMatch(label -> FindingKind.of(label) == FindingKind.BAG);
    assertThat(List.of("mouse", "umbrella", "sports ball", ""))
        .allMatch(label -> FindingKind.of(label) == FindingKind.OTHER);
  }

  @Test
  void aNetworkOfObjectsLooksForAllButFaces() {
    Set<FindingKind> kinds = new HashSet<>(Set.of(FindingKind.values()));
    kinds.remove(FindingKind.FACE);
    assertThat(FindingKind.OF_OBJECTS).isEqualTo(kinds);
  }
}
