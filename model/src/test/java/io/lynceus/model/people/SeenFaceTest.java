package io.lynceus.model.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Point;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenFaceTest {
  private static final Detection FACE =
      Detection.pointed(0.8f, new Box(1, 2, 30, 44), List.of(new Point(3, 4)));

  @Test
  void facesComeBackFromTheirFindings() {
    List<SeenFace> faces =
        List.of(
            new SeenFace(
                FACE,
                new FaceQuality(44, 120.5f, -0.25f, 99, true),
                Optional.of(new FloatVector(new float[] {0.6f, 0.8f}))),
            new SeenFace(FACE, FaceQuality.ofSmall(12), Optional.empty()));

    Findings findings = SeenFace.toFindings("mine:1@01234567", faces);

    assertThat(findings.model()).isEqualTo("mine:1@01234567");
    assertThat(SeenFace.of(findings)).contains(faces);
    assertThat(SeenFace.of(SeenFace.toFindings("m", List.of()))).contains(List.of());
  }

  @Test
  void otherFindingsAreNoFaces() {
    FloatVector some = new FloatVector(new float[3]);
    Findings boxes = Findings.ofDetections("m", List.of(FACE));
    assertThat(SeenFace.of(boxes)).isEmpty();
    assertThat(SeenFace.of(boxes.withVectors(List.of(some)))).isEmpty();
    assertThat(SeenFace.of(boxes.withVectors(List.of(some, some)))).isEmpty();
  }

  @Test
  void onlyWhoMayBeSomebodyHasAName() {
    assertThat(Decision.of("too_small")).contains(Decision.TOO_SMALL);
    assertThat(Decision.of("nobody")).isEmpty();
    assertThatThrownBy(() -> Identity.notJudged(Decision.KNOWN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Identity(Decision.UNKNOWN, Optional.of("ann"), Optional.of(0.1f)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
