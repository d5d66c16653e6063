package io.lynceus.model.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.tiles.TileMerger.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileMergerTest {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;
  private static final Tile LEFT = new Tile(0, 0, 560, 500);
  private static final Tile RIGHT = new Tile(440, 0, 560, 500);

  @Test
  void whatTheWholePictureAndATileFindIsOneThing() {
    Detection coarse = person(0.4f, 98, 100, 22, 44);
    Detection fine = person(0.6f, 100, 100, 20, 40);
    assertThat(merged(whole(coarse), in(LEFT, fine))).containsExactly(fine);
    assertThat(merged(whole(coarse.withScore(0.7f)), in(LEFT, fine)))
        .containsExactly(coarse.withScore(0.7f));
  }

  @Test
  void whatLiesInTheOverlapOfTwoTilesIsOneThing() {
    Detection one = person(0.6f, 480, 100, 20, 40);
    Detection other = person(0.5f, 481, 101, 20, 40);
    assertThat(merged(whole(), in(LEFT, one), in(RIGHT, other))).containsExactly(one);
  }

  @Test
  void anObjectAcrossTheSeamsIsThatOfTheWholePicture() {
    Detection bus = thing("bus", 0.4f, 400, 100, 250, 120);
    Detection front = thing("bus", 0.9f, 400, 100, 160, 120);
    Detection rear = thing("bus", 0.8f, 440, 100, 210, 120);
    assertThat(merged(whole(bus), in(LEFT, front), in(RIGHT, rear))).containsExactly(bus);
  }

  @Test
  void aHalfThatOneTileSeesIsLeftOutForTheWholeThatTheOtherSees() {
    Detection half = person(0.9f, 540, 100, 20, 40);
    Detection all = person(0.5f, 540, 100, 36, 40);
    assertThat(merged(whole(), in(LEFT, half), in(RIGHT, all))).containsExactly(all);
  }

  @Test
  void aHalfIsNoObjectEvenIfNothingElseIsFoundThere() {
    assertThat(merged(whole(), in(LEFT, person(0.9f, 540, 100, 20, 40)))).isEmpty();
    assertThat(merged(whole(), in(RIGHT, person(0.9f, 441, 100, 20, 40)))).isEmpty();
  }

  @Test
  void whatTouchesTheBorderOfThePictureIsNotCut() {
    Detection corner = person(0.9f, 0, 460, 20, 40);
    assertThat(merged(whole(), in(LEFT, corner))).containsExactly(corner);
  }

  @Test
  void whatIsLargerThanHalfATileIsLeftToTheWholePicture() {
    Detection large = person(0.9f, 20, 20, 100, 251);
    assertThat(merged(whole(), in(LEFT, large))).isEmpty();
    assertThat(merged(whole(large), in(LEFT, large.withScore(0.95f)))).containsExactly(large);
    Detection justSmall = person(0.9f, 20, 20, 100, 249);
    assertThat(merged(whole(), in(LEFT, justSmall))).containsExactly(justSmall);
  }

  @Test
  void aPartOfAnObjectIsNotOneMore() {
    Detection all = person(0.8f, 100, 100, 60, 160);
    Detection head = person(0.7f, 110, 100, 40, 50);
    assertThat(merged(whole(all), in(LEFT, head))).containsExactly(all);
  }

  @Test
  void twoNeighboursStayTwo() {
    Detection one = person(0.8f, 470, 100, 20, 40);
    Detection other = person(0.7f, 484, 100, 20, 40);
    assertThat(
            merged(
                whole(),
                in(LEFT, one, other),
                in(RIGHT, one.withScore(0.75f), other.withScore(0.65f))))
        .containsExactly(one, other);
  }

  @Test
  void boxesThatOnePartToldApartStayHoweverFarTheyOverlap() {
    Detection one = person(0.8f, 100, 100, 40, 100);
    Detection behind = person(0.7f, 105, 100, 40, 100);
    assertThat(merged(whole(one, behind))).containsExactly(one, behind);
    assertThat(merged(whole(), in(LEFT, one, behind))).containsExactly(one, behind);
  }

  @Test
  void ofTwoLabelsForOneThingTheBetterStays() {
    Detection dog = thing("dog", 0.8f, 100, 100, 40, 40);
    Detection cat = thing("cat", 0.6f, 101, 100, 40, 40);
    assertThat(merged(whole(cat), in(LEFT, dog))).containsExactly(dog);
    Detection rider = person(0.6f, 100, 60, 40, 60);
    assertThat(merged(whole(dog), in(LEFT, rider))).containsExactly(dog, rider);
  }

  @Test
  void boxesWithoutLabelsAreMergedToo() {
    Detection face = Detection.pointed(0.8f, new Box(100, 100, 20, 20), List.of());
    assertThat(merged(whole(face.withScore(0.5f)), in(LEFT, face))).containsExactly(face);
  }

  @Test
  void aCrowdSeenByThreePartsIsCountedOnce() {
    List<Detection> crowd = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      crowd.add(person(0.3f + i / 1000f, 12 + i % 40 * 24, 10 + i / 40 * 36, 16, 30));
    }
    Collections.shuffle(crowd, new Random(1));
    List<Detection> merged =
        merged(
            new Part(Optional.empty(), crowd),
            new Part(Optional.of(LEFT), within(crowd, LEFT)),
            new Part(Optional.of(RIGHT), within(crowd, RIGHT)));
    assertThat(merged).containsExactlyInAnyOrderElementsOf(crowd);
    assertThat(merged).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
  }

  @Test
  void ofMoreBoxesThanFindingsCanHaveTheBestAreKept() {
    List<Detection> many = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      many.add(person(i / 3000f, i % 100 * 10, i / 100 * 16, 4, 8));
    }
    Part again =
        new Part(
            Optional.of(LEFT),
            many.stream()
                .map(d -> person(d.score(), d.box().x() / 2 + 5, d.box().y(), 1, 2))
                .toList());
    List<Detection> merged = merged(new Part(Optional.empty(), many), again);
    assertThat(merged).hasSizeLessThanOrEqualTo(Findings.MAX_DETECTIONS).contains(many.get(2999));
    assertThat(merged).doesNotContain(many.get(0));
  }

  private static List<Detection> within(List<Detection> all, Tile tile) {
    return all.stream()
        .filter(d -> d.box().x() >= tile.x() && d.box().x() + d.box().width() <= tile.right())
        .toList();
  }

  private static List<Detection> merged(Part... parts) {
    return TileMerger.merge(List.of(parts), WIDTH, HEIGHT);
  }

  private static Part whole(Detection... found) {
    return new Part(Optional.empty(), List.of(found));
  }

  private static Part in(Tile tile, Detection... found) {
    return new Part(Optional.of(tile), List.of(found));
  }

  private static Detection person(float score, float x, float y, float width, float height) {
    return thing("person", score, x, y, width, height);
  }

  private static Detection thing(
      String label, float score, float x, float y, float width, float height) {
    return Detection.labelled(label, score, new Box(x, y, width, height));
  }
}
