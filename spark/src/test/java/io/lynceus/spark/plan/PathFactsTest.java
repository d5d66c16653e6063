package io.lynceus.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathFactsTest {
  private static Optional<Instant> time(String path, String zone) {
    return new PathFacts("", zone).time(path).map(OffsetDateTime::toInstant);
  }

  @Test
  void readsTheTimesThatCamerasWriteIntoNames() {
    Optional<Instant> taken = Optional.of(Instant.parse("2025-03-09T17:05:59Z"));

    assertThat(time("door/20250309170559.jpg", "UTC")).isEqualTo(taken);
    assertThat(time("door/2025-03-09_17-05-59.jpg", "UTC")).isEqualTo(taken);
    assertThat(time("door/2025-03-09T17:05:59.jpg", "UTC")).isEqualTo(taken);
    assertThat(time("IPC_20250309_170559_01.jpg", "UTC")).isEqualTo(taken);
    assertThat(time("a.tar!/x/snap.2025.03.09.17.05.59.png", "UTC")).isEqualTo(taken);
  }

  @Test
  void aTimeInANameIsOfTheZone() {
    assertThat(time("20250309170559.jpg", "Europe/Rome"))
        .contains(Instant.parse("2025-03-09T16:05:59Z"));
  }

  @Test
  void whatIsNoTimeIsNone() {
    assertThat(time("20251332170559.jpg", "UTC")).isEmpty(); // no such month
    assertThat(time("20250231170559.jpg", "UTC")).isEmpty(); // no such day
    assertThat(time("120250309170559.jpg", "UTC")).isEmpty(); // a longer number
    assertThat(time("20250309170559/picture.jpg", "UTC")).isEmpty(); // of the folder
    assertThat(time("IMG_0001.jpg", "UTC")).isEmpty();
  }

  @Test
  void aPatternFindsTheCamera() {
    assertThat(new PathFacts("^([^/]+)/", "UTC").camera("Front Door/1.jpg"))
        .contains(new Camera("front-door"));
    assertThat(new PathFacts("(\\d+)-(?<camera>[a-z]+)", "UTC").camera("x/17-yard.jpg"))
        .contains(new Camera("yard"));
  }

  @Test
  void aPathWithoutTheCameraHasNone() {
    assertThat(new PathFacts("", "UTC").camera("door/1.jpg")).isEmpty();
    assertThat(new PathFacts("^([^/]+)/", "UTC").camera("1.jpg")).isEmpty();
    assertThat(new PathFacts("^(a)?", "UTC").camera("1.jpg")).isEmpty();
  }

  @Test
  void aLongNameIsCut() {
    assertThat(new PathFacts("^(.*)$", "UTC").camera("x".repeat(100)).orElseThrow().name())
        .hasSize(Camera.MAX_NAME_CHARS);
  }

  @Test
  void saysWhatIsWrongWithAPatternOrAZone() {
    assertThatThrownBy(() -> new PathFacts("camera", "UTC")).hasMessageContaining("needs a group");
    assertThatThrownBy(() -> new PathFacts("(", "UTC")).hasMessageContaining("--camera-pattern");
    assertThatThrownBy(() -> new PathFacts("", "Mars")).hasMessageContaining("--zone");
  }
}
