package io.lynceus.vision.analyzer;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsCheck;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.List;
import java.util.Optional;

/**
 * An analysis whose findings are checked, such as those of a network that a user has put in the
 * place of ours: those that cannot be right are a failure of the analysis.
 */
public final class CheckedAnalyzer implements Analyzer {
  private final AnalysisDescriptor descriptor;
  private final Analyzer analyzer;

  /**
   * @param descriptor what the analysis tells of itself
   */
  public CheckedAnalyzer(AnalysisDescriptor descriptor, Analyzer analyzer) {
    this.descriptor = descriptor;
    this.analyzer = analyzer;
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Findings findings = analyzer.analyze(picture, question);
    Size size = picture.size();
    Optional<String> flaw =
        new FindingsCheck(descriptor, size.width(), size.height()).flaw(findings);
    if (flaw.isPresent()) {
      throw new AnalysisException(
          "the findings of '%s' cannot be right: %s".formatted(descriptor.analysis(), flaw.get()));
    }
    return findings;
  }

  @Override
  public long workBytes(Size size) {
    return analyzer.workBytes(size);
  }

  @Override
  public List<String> labels() {
    return analyzer.labels();
  }

  @Override
  public void rest() {
    analyzer.rest();
  }

  @Override
  public void close() {
    analyzer.close();
  }
}
