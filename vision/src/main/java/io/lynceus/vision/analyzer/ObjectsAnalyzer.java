package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.model.Vocabulary;
import io.lynceus.vision.decoding.Decoder;
import io.lynceus.vision.decoding.ScoreLimits;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import io.lynceus.vision.selection.RivalLabels;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds objects, with a network of any kind for objects (see {@link Decoder}): the one that is
 * shipped finds the 80 COCO classes, with CenterNet on MobileNetV3.
 *
 * <p>The picture is scaled so that its longer side has {@link ObjectsConfig#longSide} pixels, or so
 * that it fits into an input of a fixed size: an object of less than about 2 % of that is not seen.
 *
 * <p>Of the options, {@code labels} (as {@link Vocabulary} compares them) and {@code min-score}
 * count; the latter replaces {@link ObjectsConfig#minScore} and those of single labels, in both
 * directions.
 */
public final class ObjectsAnalyzer implements Analyzer {
  private final ObjectsConfig config;
  private final Network network;
  private final Decoder decoder;
  private final Vocabulary vocabulary;

  private ObjectsAnalyzer(ObjectsConfig config, Network network, Decoder decoder) {
    this.config = config;
    this.network = network;
    this.decoder = decoder;
    this.vocabulary = new Vocabulary(labels(), List.of());
  }

  /**
   * Loads a network.
   *
   * @param settings of this analysis
   * @throws IOException when the network cannot be loaded
   */
  static ObjectsAnalyzer open(AnalysisSettings settings, NetworkFile file) throws IOException {
    ObjectsConfig config = ObjectsConfig.from(settings, file.description());
    Decoder decoder = Decoder.of(file.description());
    return new ObjectsAnalyzer(config, Network.open(file, decoder, 0), decoder);
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Letterbox letterbox = letterbox(picture.size());
    try (Outputs outputs = network.run(picture.colour(letterbox.scaled().longSide()), letterbox)) {
      Predicate<String> wanted = wanted(question);
      List<Detection> objects = decoder.decode(outputs, letterbox, limits(question, wanted));
      return Findings.ofDetections(
          network.model(),
          RivalLabels.best(objects, config.maxOverlapOfLabels()).stream()
              .filter(object -> wanted.test(object.label().orElseThrow()))
              .toList());
    } catch (OrtException | RuntimeException e) {
      throw new AnalysisException("objects cannot be looked for: " + e.getMessage(), e);
    }
  }

  private Letterbox letterbox(Size picture) {
    return network.letterbox(picture, config.longSide());
  }

  /**
   * The least score of each label. Labels that are not asked for are looked for too: if one of them
   * fits a box better, the box is no object of a label that is asked for.
   */
  private ScoreLimits limits(Question question, Predicate<String> wanted) {
    OptionalDouble asked = question.options().number("min-score");
    return ScoreLimits.of(
        labels(),
        label ->
            wanted.test(label)
                ? asked.orElse(config.minScore(label))
                : Math.max(asked.orElse(0), config.minScore(label)),
        config.maxOverlap());
  }

  private Predicate<String> wanted(Question question) {
    List<String> asked = question.options().list(AskCheck.LABELS);
    Set<String> wanted = ownSpelling(asked);
    return label -> asked.isEmpty() || wanted.contains(label);
  }

  private Set<String> ownSpelling(List<String> asked) {
    return asked.stream()
        .flatMap(label -> vocabulary.own(label).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public List<String> labels() {
    return network.description().outputs().labels();
  }

  @Override
  public long workBytes(Size size) {
    return Network.runBytes(letterbox(size));
  }

  @Override
  public void rest() {
    network.rest();
  }

  @Override
  public void close() {
    network.close();
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return AnalysisDescriptor.OBJECTS;
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      return SwitchingAnalyzer.open(
          settings, Use.OBJECTS, descriptor(), file -> ObjectsAnalyzer.open(settings, file));
    }
  }
}
