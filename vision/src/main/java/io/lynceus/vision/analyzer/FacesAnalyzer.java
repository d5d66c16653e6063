package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.vision.decoding.Decoder;
import io.lynceus.vision.decoding.Overlap;
import io.lynceus.vision.decoding.ScoreLimits;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds faces and key points of each, with a network of any kind for faces (see {@link Decoder}):
 * the one that is shipped is BlazeFace, with six key points.
 *
 * <p>With a network that misses close-ups it looks twice: once at the picture scaled to {@link
 * FacesConfig#longSide}, for faces of up to about a third of it, and once at a small copy of {@link
 * FacesConfig#closeUpLongSide}, of which only large faces count. What both found is merged, the
 * better score kept.
 *
 * <p>Of the options, {@code min-score} counts; it replaces {@link FacesConfig#minScore}, in both
 * directions.
 */
public final class FacesAnalyzer implements Analyzer {
  /** Two looks at one face may differ in size: then the smaller box lies in the larger one. */
  private static final double MAX_OVERLAP_OF_SMALLER = 0.7;

  /** More than pictures can have with the default settings: 54. Each takes 2 MB once it comes. */
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
   * Loads the network.
   *
   * @param settings of this analysis
   * @throws IOException when the network cannot be loaded
   */
  public static FacesAnalyzer open(AnalysisSettings settings) throws IOException {
    NetworkFile file = NetworkSettings.read(settings, Use.FACES);
    FacesConfig config = FacesConfig.from(settings, file.description());
    Decoder decoder = Decoder.of(file.description());
    int sizes = Math.min(MOST_SIZES, SESSIONS_BYTES / Math.max(1, file.bytes().length));
    return new FacesAnalyzer(config, Network.open(file, decoder, sizes), decoder);
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    double minScore = question.options().number("min-score").orElse(config.minScore());
    double closeUpHeight = config.closeUpHeight() * picture.size().longSide();
    try {
      List<Detection> faces = new ArrayList<>(look(picture, config.longSide(), minScore));
      if (network.description().rules().closeUps()) {
        for (Detection face : look(picture, config.closeUpLongSide(), minScore)) {
          if (face.box().height() >= closeUpHeight) {
            faces.add(face);
          }
        }
      }
      faces.sort(Comparator.comparingDouble((Detection face) -> -face.score()));
      return Findings.ofDetections(network.model(), Overlap.suppress(faces, this::isSame));
    } catch (OrtException | RuntimeException e) {
      throw new AnalysisException("faces cannot be looked for: " + e.getMessage(), e);
    }
  }

  private List<Detection> look(Picture picture, int longSide, double minScore)
      throws UnreadableImageException, OrtException {
    Letterbox letterbox = network.letterbox(picture.size(), longSide);
    try (Outputs outputs = network.run(picture.colour(letterbox.scaled().longSide()), letterbox)) {
      return decoder.decode(outputs, letterbox, ScoreLimits.of(minScore, config.maxOverlap()));
    }
  }

  private boolean isSame(Detection better, Detection other) {
    Box a = better.box();
    Box b = other.box();
    return Overlap.ofUnion(a, b) > config.maxOverlap()
        || Overlap.ofSmaller(a, b) > MAX_OVERLAP_OF_SMALLER;
  }

  @Override
  public long workBytes(Size size) {
    return Network.runBytes(network.letterbox(size, config.longSide()));
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
      return FacesAnalyzer.open(settings);
    }
  }
}
