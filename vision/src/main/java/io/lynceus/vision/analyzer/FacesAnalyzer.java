package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
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
import io.lynceus.vision.selection.CloseUpConfig;
import io.lynceus.vision.selection.TwoLooks;
import java.io.IOException;
import java.util.List;

/**
 * Finds faces and key points of each, with a network of any kind for faces (see {@link Decoder}):
 * the one that is shipped is BlazeFace, with six key points.
 *
 * <p>With a network that misses close-ups it looks once at the picture scaled to {@link
 * FacesConfig#longSide}, for faces of up to about a third of it; and, if there is a hint at a
 * larger one, at a small copy of {@link CloseUpConfig#longSide}. {@link TwoLooks} weighs what both
 * say.
 *
 * <p>Of the options, {@code min-score} counts; it replaces {@link FacesConfig#minScore}, in both
 * directions.
 */
public final class FacesAnalyzer implements Analyzer {
  /** More than pictures can have with the default settings: 48. Each takes 2 MB once it comes. */
  private static final int MOST_SIZES = 64;

  /** Each size's session holds the network once more: a large one gets fewer sizes. */
  private static final int SESSIONS_BYTES = 64 << 20;

  private final FacesConfig config;
  private final Network network;
  private final Decoder decoder;

  private FacesAnalyzer(FacesConfig config, Network network, Decoder decoder) {
    this.config = config;
    this.network = network;
    this.decoder = decoder;
  }

  /**
   * Loads a network.
   *
   * @param settings of this analysis
   * @throws IOException when the network cannot be loaded
   */
  static FacesAnalyzer open(AnalysisSettings settings, NetworkFile file) throws IOException {
    FacesConfig config = FacesConfig.from(settings, file.description());
    Decoder decoder = Decoder.of(file.description());
    int sizes = Math.min(MOST_SIZES, SESSIONS_BYTES / Math.max(1, file.bytes().length));
    return new FacesAnalyzer(config, Network.open(file, decoder, sizes), decoder);
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    double minScore = question.options().number("min-score").orElse(config.minScore());
    TwoLooks looks =
        new TwoLooks(config.closeUps(), config.maxOverlap(), picture.size().longSide());
    try {
      return Findings.ofDetections(
          network.model(),
          network.description().rules().closeUps()
              ? lookTwice(picture, looks, minScore)
              : looks.distinct(look(picture, config.longSide(), minScore)));
    } catch (OrtException | RuntimeException e) {
      throw new AnalysisException("faces cannot be looked for: " + e.getMessage(), e);
    }
  }

  private List<Detection> lookTwice(Picture picture, TwoLooks looks, double minScore)
      throws UnreadableImageException, OrtException {
    double leastScore = looks.leastScore(minScore);
    List<Detection> first = look(picture, config.longSide(), leastScore);
    List<Detection> second =
        looks.isSecondNeeded(first)
            ? look(picture, config.closeUps().longSide(), leastScore)
            : List.of();
    return looks.faces(first, second, minScore);
  }

  private List<Detection> look(Picture picture, int longSide, double minScore)
      throws UnreadableImageException, OrtException {
    Letterbox letterbox = network.letterbox(picture.size(), longSide);
    try (Outputs outputs = network.run(picture.colour(letterbox.scaled().longSide()), letterbox)) {
      return decoder.decode(outputs, letterbox, ScoreLimits.of(minScore, config.maxOverlap()));
    }
  }

  @Override
  public long workBytes(Size size) {
    return Network.runBytes(network.letterbox(size, config.longSide()));
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
      return AnalysisDescriptor.FACES;
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      return SwitchingAnalyzer.open(
          settings, Use.FACES, descriptor(), file -> FacesAnalyzer.open(settings, file));
    }
  }
}
