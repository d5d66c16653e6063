package io.lynceus.scene.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final String MODEL = "made:1@01234567";
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final FaceQuality GOOD = new FaceQuality(80, 300, 0.05f, 120, false);

  private final Gallery gallery = new Gallery(JudgingRules.DEFAULT);

  private static Person person(String name) {
    return new Person(
        String.format("%032x", name.hashCode()), name, "", "", NOW, NOW.plus(Duration.ofDays(9)));
  }

  /**
   * In a space of 8, at an angle from its first axis, towards another axis: the cosine is known.
   */
  private static FloatVector at(int towards, double cosine) {
    float[] values = new float[8];
    values[0] = (float) cosine;
    values[towards] = (float) Math.sqrt(1 - cosine * cosine);
    return new FloatVector(values);
  }

  private static final FloatVector FACE = at(1, 1);

  private static EnrolledFace enrolled(FloatVector vector) {
    return enrolled(vector, true, MODEL);
  }

  private static EnrolledFace enrolled(FloatVector vector, boolean isTheirs, String model) {
    return new EnrolledFace("0".repeat(32), isTheirs, vector, model, GOOD, "", NOW);
  }

  private void enrol(String name, EnrolledFace... faces) {
    gallery.put(new Enrolment(person(name), List.of(faces)));
  }

  private static SeenFace seen(FaceQuality quality, FloatVector vector) {
    return new SeenFace(
        Detection.pointed(0.9f, new Box(0, 0, 60, quality.height()), List.of()),
        quality,
        Optional.of(vector));
  }

  private Identity judged() {
    return gallery.judge(seen(GOOD, FACE), MODEL, NOW).orElseThrow();
  }

  @Test
  void theScoreIsTheMeanOfTheBestTwoFaces() {
    enrol("ann", enrolled(at(2, 0.9)), enrolled(at(3, 0.1)), enrolled(at(4, 0.5)));

    Identity identity = judged();

    assertThat(identity.decision()).isEqualTo(Decision.KNOWN);
    assertThat(identity.name()).contains("ann");
    assertThat(identity.score().orElseThrow()).isCloseTo(0.7f, within(1e-5f));
  }

  @Test
  void theOnlyFaceOfAPersonIsTheScore() {
    enrol("ann", enrolled(at(2, 0.56)));
    assertThat(judged().decision()).isEqualTo(Decision.KNOWN);
    assertThat(judged().score().orElseThrow()).isCloseTo(0.56f, within(1e-5f));
  }

  @Test
  void betweenTheTwoScoresSomebodyHasToLook() {
    enrol("ann", enrolled(at(2, 0.54)));
    assertThat(judged().decision()).isEqualTo(Decision.UNSURE);
    assertThat(judged().name()).contains("ann");

    enrol("ann", enrolled(at(2, 0.44)));
    assertThat(judged().decision()).isEqualTo(Decision.UNKNOWN);
    assertThat(judged().name()).isEmpty();
    assertThat(judged().score().orElseThrow()).isCloseTo(0.44f, within(1e-5f));
  }

  @Test
  void twoWhoAreAlikeAreNotToldApart() {
    enrol("ann", enrolled(at(2, 0.80)));
    enrol("bob", enrolled(at(3, 0.76)));
    assertThat(judged().decision()).isEqualTo(Decision.UNSURE);
    assertThat(judged().name()).contains("ann");

    enrol("bob", enrolled(at(3, 0.74)));
    assertThat(judged().decision()).isEqualTo(Decision.KNOWN);
  }

  @Test
  void aFaceThatIsSaidNotToBeTheirsTakesThePersonOut() {
    enrol("ann", enrolled(at(2, 0.8)), enrolled(at(3, 0.81), false, MODEL));
    assertThat(judged()).isEqualTo(Identity.notJudged(Decision.UNKNOWN));

    enrol("bob", enrolled(at(4, 0.6)));
    assertThat(judged().name()).contains("bob");

    enrol("ann", enrolled(at(2, 0.8)), enrolled(at(3, 0.79), false, MODEL));
    assertThat(judged().name()).contains("ann");
  }

  @Test
  void facesOfAnotherNetworkAreNeverCompared() {
    enrol("ann", enrolled(FACE, true, "other:1@89abcdef"));
    assertThat(gallery.judge(seen(GOOD, FACE), MODEL, NOW))
        .as("she may be ann: that it is a stranger is not known")
        .isEmpty();

    enrol("bob", enrolled(at(2, 0.7)));
    assertThat(judged().name()).contains("bob");
    assertThat(gallery.judge(seen(GOOD, at(3, 0)), MODEL, NOW)).isEmpty();

    gallery.remove(person("ann").id());
    assertThat(gallery.judge(seen(GOOD, at(3, 0)), MODEL, NOW).orElseThrow().decision())
        .isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void whatCannotBeSeenWellIsNotJudged() {
    enrol("ann", enrolled(FACE));
    assertThat(decision(new FaceQuality(39, 300, 0, 120, false))).isEqualTo(Decision.TOO_SMALL);
    assertThat(decision(new FaceQuality(80, 19, 0, 120, false))).isEqualTo(Decision.POOR);
    assertThat(decision(new FaceQuality(80, 300, -0.5f, 120, false))).isEqualTo(Decision.POOR);
    assertThat(decision(new FaceQuality(80, 300, 0, 20, false))).isEqualTo(Decision.POOR);
    assertThat(decision(new FaceQuality(80, 300, 0, 250, false))).isEqualTo(Decision.POOR);
    assertThat(decision(new FaceQuality(80, 300, 0, 120, true))).isEqualTo(Decision.KNOWN);
  }

  private Decision decision(FaceQuality quality) {
    return gallery.judge(seen(quality, FACE), MODEL, NOW).orElseThrow().decision();
  }

  @Test
  void aFaceWithoutAVectorIsNotKnownToBeAnything() {
    SeenFace beyond =
        new SeenFace(seen(GOOD, FACE).face(), FaceQuality.ofSmall(80), Optional.empty());
    assertThat(gallery.judge(beyond, MODEL, NOW)).isEmpty();
    assertThat(gallery.judge(seen(GOOD, new FloatVector(new float[8])), MODEL, NOW)).isEmpty();
  }

  @Test
  void whoseTimeIsOverIsNobodyAnyMore() {
    enrol("ann", enrolled(FACE));
    Instant end = person("ann").until();

    assertThat(gallery.judge(seen(GOOD, FACE), MODEL, end.minusMillis(1)).orElseThrow().name())
        .contains("ann");
    assertThat(gallery.judge(seen(GOOD, FACE), MODEL, end).orElseThrow().decision())
        .isEqualTo(Decision.UNKNOWN);
    assertThat(gallery.over(end.minusMillis(1))).isEmpty();
    assertThat(gallery.over(end)).hasSize(1);
  }

  @Test
  void nobodyHasTheNameOfAnother() {
    enrol("ann", enrolled(FACE));
    Person other = new Person("f".repeat(32), "ann", "", "", NOW, NOW);
    assertThatThrownBy(() -> gallery.put(new Enrolment(other, List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this name");
    gallery.put(new Enrolment(person("ann").withName("anna"), List.of()));
    assertThat(gallery.named("ann")).isEmpty();
    assertThat(gallery.named("anna")).isPresent();
    gallery.put(new Enrolment(other, List.of()));
  }

  @Test
  void vectorsThatCannotBeComparedAreRefused() {
    enrol("ann", enrolled(FACE));
    assertThatThrownBy(() -> enrol("bob", enrolled(new FloatVector(new float[] {1}))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> enrol("bob", enrolled(new FloatVector(new float[8]))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(gallery.named("bob")).isEmpty();
  }

  @Test
  void amongManyTheBestIsTheOneThatASlowSearchFinds() {
    Random random = new Random(7);
    List<Enrolment> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<EnrolledFace> faces = new ArrayList<>();
      for (int face = 0; face <= i % 4; face++) {
        faces.add(enrolled(random(random)));
      }
      Enrolment enrolment = new Enrolment(person("person " + i), faces);
      all.add(enrolment);
      gallery.put(enrolment);
    }
    for (int i = 0; i < 300; i += 3) { // holes, and some at the end again
      gallery.remove(all.get(i).person().id());
    }
    all.removeIf(gone -> gallery.named(gone.person().name()).isEmpty());
    assertThat(all).hasSize(200);
    gallery.put(all.get(5));

    for (int i = 0; i < 50; i++) {
      FloatVector face = random(random);
      double best =
          all.stream().mapToDouble(enrolment -> slow(enrolment, face)).max().orElseThrow();
      Identity judged = gallery.judge(seen(GOOD, face), MODEL, NOW).orElseThrow();
      assertThat(judged.score().orElseThrow().doubleValue()).isCloseTo(best, within(1e-5));
    }
  }

  private static FloatVector random(Random random) {
    float[] values = new float[33]; // no multiple of four
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      squares += values[i] * values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(squares);
    }
    return new FloatVector(values);
  }

  private static double slow(Enrolment enrolment, FloatVector face) {
    double[] cosines =
        enrolment.faces().stream()
            .mapToDouble(
                each -> {
                  double sum = 0;
                  for (int i = 0; i < face.size(); i++) {
                    sum += each.vector().get(i) * face.get(i);
                  }
                  return sum;
                })
            .map(cosine -> -cosine)
            .sorted()
            .map(cosine -> -cosine)
            .limit(2)
            .toArray();
    return Arrays.stream(cosines).average().orElseThrow();
  }

  @Test
  void aPersonHasAHundredFacesAtMostAndLogsDoNotNameThem() {
    List<EnrolledFace> many = Collections.nCopies(101, enrolled(FACE));
    assertThatThrownBy(() -> new Enrolment(person("ann"), many))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> person("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> person("a\nb")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Enrolment(person("ann"), List.of()).toString()).doesNotContain("ann");
  }
}
