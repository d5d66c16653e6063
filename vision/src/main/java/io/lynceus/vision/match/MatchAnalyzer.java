package io.lynceus.vision.match;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Question;
import io.lynceus.model.Vocabulary;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.match.PatternSearch.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.opencv.core.CvException;
import org.opencv.core.Mat;

/**
 * Finds patterns by template matching on the magnitude of the gradient, see {@link GradientLevel}:
 * boxes with the pattern's name as the label, and its size and turn as the attributes {@code scale}
 * (1 is as in its file) and {@code rotation} (degrees counter-clockwise).
 *
 * <p>Of the options, {@code labels} (names of patterns) and {@code min-score} count.
 */
public final class MatchAnalyzer implements Analyzer {
  private static final Analysis MATCH = new Analysis("match");
  private static final int BYTES_PER_PIXEL = 60;

  /** For the patterns in their sizes. */
  private static final int MORE_BYTES = 16 << 20;

  private final MatchConfig config;
  private final List<TemplatePattern> patterns;
  private final Vocabulary names;

  private MatchAnalyzer(MatchConfig config, List<TemplatePattern> patterns) {
    this.config = config;
    this.patterns = patterns;
    this.names = new Vocabulary(labels(), List.of());
  }

  /**
   * Reads the patterns.
   *
   * @throws IOException naming the file that cannot be a pattern
   * @throws IllegalArgumentException when they are too many for the sizes and turns
   */
  static MatchAnalyzer open(MatchConfig config) throws IOException {
    List<TemplatePattern> patterns =
        config.dir().isPresent() ? PatternFolder.read(config.dir().get()) : List.of();
    try {
      config.requireBounded(patterns.size());
      return new MatchAnalyzer(config, patterns);
    } catch (IllegalArgumentException e) {
      patterns.forEach(pattern -> pattern.grey().release());
      throw e;
    }
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    if (patterns.isEmpty()) {
      throw new AnalysisException(
          "this slave has no patterns to look for: put pictures of them into a folder, and name it"
              + " in analysis.match.dir of the slave's settings");
    }
    double minScore = question.options().number("min-score").orElse(config.minScore());
    Mat grey = picture.grey();
    double reduced = Math.min(1, (double) config.longSide() / picture.size().longSide());
    List<Detection> found = new ArrayList<>();
    try (PatternSearch search = new PatternSearch(grey, config)) {
      for (TemplatePattern pattern : wanted(question)) {
        for (Place place : search.find(pattern, reduced, minScore)) {
          found.add(detection(pattern.name(), place, reduced, picture.size()));
        }
      }
    } catch (CvException e) {
      throw new AnalysisException("patterns cannot be looked for: " + e.getMessage(), e);
    }
    found.sort(Comparator.comparingDouble((Detection each) -> -each.score()));
    return Findings.NONE.withDetections(found);
  }

  private List<TemplatePattern> wanted(Question question) {
    List<String> asked = question.options().list(AskCheck.LABELS);
    Set<String> own =
        asked.stream().flatMap(name -> names.own(name).stream()).collect(Collectors.toSet());
    return patterns.stream().filter(p -> asked.isEmpty() || own.contains(p.name())).toList();
  }

  private static Detection detection(String name, Place place, double reduced, Size size) {
    double left = Math.max(0, place.box().x() / reduced);
    double top = Math.max(0, place.box().y() / reduced);
    double right = Math.min(size.width(), (place.box().x() + place.box().width()) / reduced);
    double bottom = Math.min(size.height(), (place.box().y() + place.box().height()) / reduced);
    Box box = new Box((float) left, (float) top, (float) (right - left), (float) (bottom - top));
    return Detection.labelled(name, (float) place.score(), box)
        .withAttribute("scale", String.format(Locale.ROOT, "%.2f", place.scale()))
        .withAttribute("rotation", String.format(Locale.ROOT, "%.0f", place.degrees() + 0.0));
  }

  @Override
  public List<String> labels() {
    return patterns.stream().map(TemplatePattern::name).toList();
  }

  @Override
  public long workBytes(Size size) {
    double reduced = Math.min(1, (double) config.longSide() / size.longSide());
    double pixels = size.width() * reduced * size.height() * reduced;
    return (long) (pixels * BYTES_PER_PIXEL) + MORE_BYTES;
  }

  @Override
  public void close() {
    patterns.forEach(pattern -> pattern.grey().release());
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          MATCH,
          "Patterns of the slaves' folder analysis.match.dir, by template matching on gradients.",
          EnumSet.of(FindingsKind.DETECTIONS),
          new TreeSet<>(),
          List.of(
              AnalysisOption.list(AskCheck.LABELS, "Only objects of these labels are reported."),
              AnalysisOption.number(
                  "min-score", "Objects and faces below this score are not reported.", 0, 1)),
          List.of());
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      return MatchAnalyzer.open(MatchConfig.from(settings));
    }
  }
}
