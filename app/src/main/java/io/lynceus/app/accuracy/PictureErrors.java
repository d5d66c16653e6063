package io.lynceus.app.accuracy;

import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.app.truth.Region;
import io.lynceus.app.truth.TrueLabel;
import io.lynceus.model.image.LevelRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the findings of one picture, and what is needed to draw it.
 *
 * @param stretched the levels of 16 bits that became black and white
 * @param labels what people have labelled, at most {@value #MAX_DRAWN}
 * @param findings at the threshold in use, at most as many
 */
record PictureErrors(
    Shown picture,
    HitCounts counts,
    Optional<LevelRange> stretched,
    List<Mark> labels,
    List<Mark> findings) {
  static final int MAX_DRAWN = 300;

  /** The picture: its name for people, its file, its size as a viewer shows it. */
  record Shown(String name, Path file, int width, int height) {}

  /** What a drawn box is. */
  enum Kind {
    FOUND,
    MISSED,
    HIT,
    FALSE_ALARM,
    IGNORED
  }

  /** A box to draw; labels have no score. */
  record Mark(Kind kind, String label, Region region, Optional<Float> score) {}

  /** Gathers the labels of one picture. */
  static final class Builder {
    private final Shown picture;
    private final Optional<LevelRange> stretched;
    private final List<Mark> labels = new ArrayList<>();
    private final List<Mark> findings = new ArrayList<>();
    private HitCounts counts = HitCounts.NONE;

    Builder(LabelledPicture picture, Examiner.Seen seen) {
      this.picture =
          new Shown(picture.name(), picture.file().orElseThrow(), seen.width(), seen.height());
      this.stretched = seen.stretched();
    }

    /** Adds what was labelled and found of one name. */
    void add(String name, List<TrueLabel> labelled, Matching matching) {
      counts = counts.plus(matching.counts());
      for (TrueLabel label : labelled) {
        Kind kind =
            label.ignored()
                ? Kind.IGNORED
                : matching.missed().contains(label.region()) ? Kind.MISSED : Kind.FOUND;
        draw(labels, new Mark(kind, name, label.region(), Optional.empty()));
      }
      for (Matching.Verdict verdict : matching.verdicts()) {
        Kind kind =
            switch (verdict.answer()) {
              case HIT -> Kind.HIT;
              case FALSE_ALARM -> Kind.FALSE_ALARM;
              case IGNORED -> Kind.IGNORED;
            };
        Matching.Finding finding = verdict.finding();
        draw(findings, new Mark(kind, name, finding.region(), Optional.of(finding.score())));
      }
    }

    private static void draw(List<Mark> marks, Mark mark) {
      if (marks.size() < MAX_DRAWN) {
        marks.add(mark);
      }
    }

    HitCounts counts() {
      return counts;
    }

    PictureErrors build() {
      return new PictureErrors(picture, counts, stretched, labels, findings);
    }
  }
}
