package io.lynceus.spark;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Question;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;

/**
 * The analysis {@code crash}, on the class path of children: ends its process, as a crash of native
 * code does, when it looks at a picture of {@link #DEADLY_WIDTH}.
 */
public final class CrashingPlugin implements AnalysisPlugin {
  static final int DEADLY_WIDTH = 640; // samples/rocket.jpg

  private static final int ABORTED = 134;

  @Override
  public AnalysisDescriptor descriptor() {
    return new AnalysisDescriptor(
        new Analysis("crash"),
        "Ends its process.",
        EnumSet.of(FindingsKind.NUMBERS),
        new TreeSet<>(),
        List.of(),
        List.of());
  }

  @Override
  public Analyzer open(AnalysisSettings settings) {
    return new Analyzer() {
      @Override
      public Findings analyze(Picture picture, Question question) {
        if (picture.size().width() == DEADLY_WIDTH) {
          Runtime.getRuntime().halt(ABORTED);
        }
        return Findings.NONE.withNumber("fine", 1);
      }

      @Override
      public long workBytes(Size size) {
        return 0;
      }
    };
  }
}
