package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.model.BlazeFace;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.ModelFile;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.model.Overlap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds faces and six key points of each, with BlazeFace (see {@link BlazeFace}).
 *
 * <p>It looks twice: once at the picture scaled to {@link FacesConfig#longSide}, for faces of up to
 * about a third of it, and once at a small copy of {@link FacesConfig#closeUpLongSide}, of which
 * only large faces count. What both found is merged, the better score kept.
 *
 * <p>Of the options, {@code min-score} counts; it replaces {@link FacesConfig#minScore}, in both
 * directions.
 */
public final class FacesAnalyzer implements Analyzer {
  private static final String MODEL = "blazeface-back";

  /** Two looks at one face may differ in size: then the smaller box lies in the larger one. */
  private static final double MAX_OVERLAP_OF_SMALLER = 0.7;

  /** More than pictures can have with the default settings: 54. Each takes 2 MB once it comes. */
  private static final int MOST_SIZES = 64;

  private final FacesConfig config;
  private final Network network;

  private FacesAnalyzer(FacesConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Loads the network.
   *
   * @param modelsDir folder of the user's own networks
   * @throws IOException when the network cannot be loaded
   */
  public static FacesAnalyzer open(FacesConfig config, Optional<Path> modelsDir)
      throws IOException {
    ModelFile file = ModelFile.read(MODEL, modelsDir);
    return new FacesAnalyzer(
        config, Network.open(file, BlazeFace.PIXELS, BlazeFace::shapes, MOST_SIZES));
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    double minScore = question.options().number("min-score").orElse(config.minScore());
    double closeUpHeight = config.closeUpHeight() * picture.size().longSide();
    try {
      List<Detection> faces = new ArrayList<>(look(picture, config.longSide(), minScore));
      for (Detection face : look(picture, config.closeUpLongSide(), minScore)) {
        if (face.box().height() >= closeUpHeight) {
          faces.add(face);
        }
      }
      faces.sort(Comparator.comparingDouble((Detection face) -> -face.score()));
      return Findings.ofDetections(network.name(), Overlap.suppress(faces, this::isSame));
    } catch (OrtException | RuntimeException e) {
      throw new AnalysisException("faces cannot be looked for: " + e.getMessage(), e);
    }
  }

  private List<Detection> look(Picture picture, int longSide, double minScore)
      throws UnreadableImageException, OrtException {
    Letterbox letterbox = Letterbox.cornered(picture.size(), longSide);
    try (Outputs outputs = network.run(picture.colour(longSide), letterbox)) {
      return BlazeFace.decode(outputs, letterbox, minScore, config.maxOverlap());
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
    return Network.runBytes(Letterbox.cornered(size, config.longSide()));
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
      return FacesAnalyzer.open(FacesConfig.from(settings), settings.modelsDir());
    }
  }
}
