package io.lynceus.scene.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.FilterConfig;
import io.lynceus.scene.camera.MaskConfig;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CameraRulesTest {
  private static final OptionalDouble NO = OptionalDouble.empty();
  private static final Polygon LOWER_HALF = rectangle(0, 0.5, 1, 1);
  private static final Polygon LEFT_HALF = rectangle(0, 0, 0.5, 1);

  @Test
  void aPersonStandsWhereTheFeetAre() {
    CameraRules rules = rules(List.of(), List.of(), List.of(ZoneConfig.of("yard", LOWER_HALF)));
    assertThat(marks(rules, "person", box(10, 10, 20, 60)).zones()).containsExactly("yard");
    assertThat(marks(rules, "person", box(10, 10, 20, 39)).zones()).isEmpty();
  }

  @Test
  void theEdgeOfThePictureIsInAZoneThatReachesThere() {
    CameraRules rules = rules(List.of(), List.of(), List.of(ZoneConfig.of("yard", LOWER_HALF)));
    assertThat(marks(rules, "person", box(10, 50, 20, 50.9f)).zones()).containsExactly("yard");
    assertThat(marks(rules, "person", box(-1, 50, 1, 50)).zones()).containsExactly("yard");
  }

  @Test
  void aCentreAndAnOverlapLieElsewhere() {
    ZoneConfig centre = zone("yard", LOWER_HALF, Anchor.CENTRE, 0.3);
    ZoneConfig overlap = zone("drive", LOWER_HALF, Anchor.OVERLAP, 0.3);
    CameraRules rules = rules(List.of(), List.of(), List.of(centre, overlap));
    assertThat(marks(rules, "person", box(0, 0, 10, 60)).zones()).isEmpty();
    assertThat(marks(rules, "person", box(0, 15, 10, 50)).zones()).containsExactly("drive");
    assertThat(marks(rules, "person", box(0, 40, 10, 50)).zones()).containsExactly("yard", "drive");
  }

  @Test
  void aBoxWithoutAreaOverlapsWhereItLies() {
    CameraRules rules =
        rules(List.of(), List.of(), List.of(zone("yard", LOWER_HALF, Anchor.OVERLAP, 0.3)));
    assertThat(marks(rules, "person", box(5, 90, 0, 0)).zones()).containsExactly("yard");
    assertThat(marks(rules, "person", box(5, 10, 0, 0)).zones()).isEmpty();
  }

  @Test
  void aMaskDropsByTheFootPointAndOnlyItsLabels() {
    MaskConfig tree = new MaskConfig("tree", Set.of("person"), LEFT_HALF);
    CameraRules rules = rules(List.of(), List.of(tree), List.of(ZoneConfig.of("yard", LOWER_HALF)));
    assertThat(marks(rules, "person", box(10, 10, 20, 60))).isEqualTo(Marks.masked("tree"));
    assertThat(marks(rules, "person", box(60, 10, 20, 60)).count()).isTrue();
    assertThat(marks(rules, "dog", box(10, 10, 20, 60)).zones()).containsExactly("yard");
  }

  @Test
  void aMaskWithoutLabelsDropsAll() {
    CameraRules rules =
        rules(List.of(), List.of(new MaskConfig("tv", Set.of(), LEFT_HALF)), List.of());
    assertThat(marks(rules, "dog", box(10, 10, 20, 60))).isEqualTo(Marks.masked("tv"));
    Findings faces =
        Findings.ofDetections(
            "m", List.of(Detection.pointed(0.9f, box(10, 10, 20, 60), List.of())));
    assertThat(rules.marked(Analysis.FACES, faces, 100, 100).boxes().get(0).marks())
        .isEqualTo(Marks.masked("tv"));
  }

  @Test
  void aFaceCountsInAZoneThatNamesIt() {
    ZoneConfig all = ZoneConfig.of("yard", LOWER_HALF);
    ZoneConfig named = new ZoneConfig("gate", "", LOWER_HALF, Anchor.FOOT, 0.3, Set.of("face"));
    CameraRules rules = rules(List.of(), List.of(), List.of(all, named));
    assertThat(marks(rules, "face", box(10, 10, 20, 60)).zones()).containsExactly("gate");
    assertThat(marks(rules, "person", box(10, 10, 20, 60)).zones()).containsExactly("yard");
  }

  @Test
  void theBoundsOfAFilterAreInclusiveAndTellWhichWasPassed() {
    FilterConfig filter =
        new FilterConfig(
            "person",
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.02),
            OptionalDouble.of(1000),
            OptionalDouble.of(0.25),
            OptionalDouble.of(2));
    CameraRules rules = rules(List.of(filter), List.of(), List.of());
    assertThat(marks(rules, "person", 0.5f, box(0, 0, 10, 20))).isEqualTo(Marks.NONE);
    assertThat(marks(rules, "person", 0.49f, box(0, 0, 10, 20)))
        .isEqualTo(Marks.filtered("min-score"));
    assertThat(marks(rules, "person", box(0, 0, 10, 19.9f))).isEqualTo(Marks.filtered("min-area"));
    assertThat(marks(rules, "person", box(0, 0, 25, 40))).isEqualTo(Marks.NONE);
    assertThat(marks(rules, "person", box(0, 0, 25, 40.1f))).isEqualTo(Marks.filtered("max-area"));
    assertThat(marks(rules, "person", box(0, 0, 10, 40))).isEqualTo(Marks.NONE);
    assertThat(marks(rules, "person", box(0, 0, 10, 41))).isEqualTo(Marks.filtered("min-ratio"));
    assertThat(marks(rules, "person", box(0, 0, 41, 20))).isEqualTo(Marks.filtered("max-ratio"));
    assertThat(marks(rules, "dog", box(0, 0, 1, 1))).isEqualTo(Marks.NONE);
  }

  /** 0.3 of a network is a little less than 0.3 of a setting. */
  @Test
  void aScoreOfTheBoundItselfPasses() {
    for (int hundredth = 1; hundredth < 100; hundredth++) {
      FilterConfig filter =
          new FilterConfig("person", OptionalDouble.of(hundredth / 100.0), NO, NO, NO, NO);
      CameraRules rules = rules(List.of(filter), List.of(), List.of());
      assertThat(marks(rules, "person", hundredth / 100f, box(0, 0, 9, 9))).isEqualTo(Marks.NONE);
    }
  }

  @Test
  void labelsAreComparedAsClientsAskForThem() {
    FilterConfig filter =
        new FilterConfig("traffic_light", OptionalDouble.of(0.95), NO, NO, NO, NO);
    CameraRules rules = rules(List.of(filter), List.of(), List.of());
    assertThat(marks(rules, "traffic light", box(0, 0, 9, 9)))
        .isEqualTo(Marks.filtered("min-score"));
  }

  @Test
  void withoutRulesFindingsStayTheSameObject() {
    Findings found =
        Findings.ofDetections("m", List.of(Detection.labelled("dog", 1, box(1, 2, 3, 4))));
    assertThat(CameraRules.NONE.marked(Analysis.OBJECTS, found, 100, 100)).isSameAs(found);
    SceneRules scene = SceneRules.of(CameraSet.of(List.of(CameraConfig.of("a")), false));
    assertThat(scene.of(Optional.of(new Camera("a")))).isSameAs(CameraRules.NONE);
    assertThat(scene.of(Optional.empty())).isSameAs(CameraRules.NONE);
  }

  @Property(tries = 2000)
  void noBoxMakesTheRulesThrowAndNoneIsLost(
      @ForAll float x,
      @ForAll float y,
      @ForAll float width,
      @ForAll float height,
      @ForAll float score,
      @ForAll Anchor anchor) {
    FilterConfig filter =
        new FilterConfig(
            "person",
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.01),
            OptionalDouble.of(0.9),
            OptionalDouble.of(0.1),
            OptionalDouble.of(9));
    CameraRules rules =
        rules(
            List.of(filter),
            List.of(new MaskConfig("tree", Set.of(), LEFT_HALF)),
            List.of(zone("yard", LOWER_HALF, anchor, 0.3)));
    Findings found =
        Findings.ofDetections(
            "m",
            List.of(
                Detection.labelled("person", score, new Box(x, y, width, height)),
                Detection.labelled("person", Float.NaN, new Box(Float.NaN, y, 1, 1)),
                Detection.labelled("dog", 1, new Box(0, 0, Float.POSITIVE_INFINITY, 1))));
    List<Detection> marked = rules.marked(Analysis.OBJECTS, found, 640, 480).boxes();
    assertThat(marked).hasSize(3);
    for (int i = 0; i < marked.size(); i++) {
      Marks marks = marked.get(i).marks();
      assertThat(marked.get(i).withMarks(Marks.NONE)).isEqualTo(found.boxes().get(i));
      assertThat(marks.zones().isEmpty() || marks.count()).isTrue();
      assertThat(marks.masked().isPresent() && marks.filtered().isPresent()).isFalse();
    }
  }

  private static Marks marks(CameraRules rules, String label, Box box) {
    return marks(rules, label, 0.9f, box);
  }

  private static Marks marks(CameraRules rules, String label, float score, Box box) {
    Findings found = Findings.ofDetections("m", List.of(Detection.labelled(label, score, box)));
    return rules.marked(Analysis.OBJECTS, found, 100, 100).boxes().get(0).marks();
  }

  private static CameraRules rules(
      List<FilterConfig> filters, List<MaskConfig> masks, List<ZoneConfig> zones) {
    return CameraRules.of(
        new CameraConfig(
            "a", "", Optional.empty(), Optional.empty(), new TreeSet<>(), filters, masks, zones));
  }

  private static ZoneConfig zone(String name, Polygon polygon, Anchor anchor, double overlap) {
    return new ZoneConfig(name, "", polygon, anchor, overlap, Set.of());
  }

  private static Box box(float x, float y, float width, float height) {
    return new Box(x, y, width, height);
  }

  private static Polygon rectangle(double left, double top, double right, double bottom) {
    return new Polygon(
        List.of(
            new Vertex(left, top),
            new Vertex(right, top),
            new Vertex(right, bottom),
            new Vertex(left, bottom)));
  }
}
