package io.lynceus.vision.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.ScoreBySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SizedScoresTest {
  private static final List<String> LABELS = List.of("person", "cup");
  private static final Outputs NONE = new Outputs(Map.of(), () -> {});

  /** A picture of 1024x1024 pixels that the network sees at half its size. */
  private static final Letterbox HALF =
      new Letterbox(new Size(1024, 1024), new Size(512, 512), new Size(512, 512), 0, 0);

  private final List<Detection> there = new ArrayList<>();

  @Test
  void theSizeCountsInPixelsOfTheInput() {
    add("cup", 0.25f, 512);
    add("cup", 0.25f, 128);

    List<Detection> found = found(0.01);

    assertThat(found).extracting(object -> object.box().width()).containsExactly(512f, 128f);
    assertThat(found.get(0).score()).isCloseTo(0.4f, within(1e-6f));
    assertThat(found.get(1).score()).isEqualTo(0.25f);
  }

  @Test
  void theBestIsFirstByItsNewScore() {
    add("cup", 0.5f, 32);
    add("person", 0.45f, 32);

    assertThat(found(0.1))
        .extracting(found -> found.label().orElseThrow())
        .containsExactly("person", "cup");
  }

  @Test
  void theLimitIsForTheNewScore() {
    add("cup", 0.25f, 512);
    add("cup", 0.39f, 128);
    add("cup", 0.5f, 32);

    assertThat(found(0.399)).hasSize(1);
    assertThat(found(0.401)).isEmpty();
    assertThat(found(0.33)).hasSize(3);
  }

  @Test
  void eachLabelHasItsOwnLimit() {
    add("person", 0.5f, 128);
    add("cup", 0.5f, 128);
    SizedScores sized = sized();

    assertThat(
            sized.decode(
                NONE, HALF, ScoreLimits.of(LABELS, label -> label.equals("cup") ? 0.4 : 0.6, 0.5)))
        .extracting(found -> found.label().orElseThrow())
        .containsExactly("cup");
    assertThat(
            sized.decode(
                NONE,
                HALF,
                ScoreLimits.of(
                    LABELS, label -> label.equals("cup") ? Double.POSITIVE_INFINITY : 0.1, 0.5)))
        .extracting(found -> found.label().orElseThrow())
        .containsExactly("person");
  }

  @Test
  void limitsOf0And1Hold() {
    add("cup", 1, 8);
    add("cup", 0, 1024);

    assertThat(found(1)).hasSize(1);
    assertThat(found(0)).hasSize(2);
  }

  @Test
  void aBoxWithoutAreaCountsAsAPixel() {
    add("cup", 0.8f, 0);

    assertThat(found(0.01).get(0).score()).isCloseTo(1 / 3f, within(1e-6f));
  }

  private void add(String label, float score, float side) {
    there.add(Detection.labelled(label, score, new Box(0, 0, side, side)));
  }

  private List<Detection> found(double minScore) {
    return sized().decode(NONE, HALF, ScoreLimits.of(minScore, 0.5));
  }

  private SizedScores sized() {
    return new SizedScores(
        new Decoder() {
          @Override
          public Map<String, long[]> of(Letterbox letterbox) {
            return Map.of();
          }

          @Override
          public List<Detection> decode(Outputs outputs, Letterbox box, ScoreLimits limits) {
            return there.stream()
                .filter(
                    found ->
                        found.score() >= limits.least(LABELS.indexOf(found.label().orElseThrow())))
                .toList();
          }
        },
        new ScoreBySize(64, 0.5, Set.of("person")),
        LABELS);
  }
}
