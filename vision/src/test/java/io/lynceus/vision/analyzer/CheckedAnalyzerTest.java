package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.Size;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An analysis whose network finds what cannot be. */
class CheckedAnalyzerTest {
  private static final Question QUESTION = new Question(AskOptions.NONE, new TreeMap<>());

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void findingsThatCannotBeRightAreAFailure() throws Exception {
    assertThatThrownBy(() -> analyze(face(0.5f, new Box(90, 10, 20, 20))))
        .isInstanceOf(AnalysisException.class)
        .hasMessage("the findings of 'faces' cannot be right: a box is not in the picture");
    assertThatThrownBy(() -> analyze(face(Float.NaN, new Box(9, 10, 20, 20))))
        .hasMessageContaining("a score is not 0 to 1");
    Findings right = face(0.5f, new Box(80, 40, 20, 20));
    assertThat(analyze(right)).isEqualTo(right);
  }

  private static Findings face(float score, Box box) {
    return Findings.ofDetections("own", List.of(Detection.pointed(score, box, List.of())));
  }

  private static Findings analyze(Findings findings) throws Exception {
    try (SharedPicture picture = TestImage.flat(100, 60, 0).open();
        Analyzer checked = new CheckedAnalyzer(AnalysisDescriptor.FACES, new Fixed(findings))) {
      return checked.analyze(picture.forUnit(), QUESTION);
    }
  }

  /** Finds the same in every picture. */
  private record Fixed(Findings findings) implements Analyzer {
    @Override
    public Findings analyze(Picture picture, Question question) {
      return findings;
    }

    @Override
    public long workBytes(Size size) {
      return 0;
    }
  }
}
