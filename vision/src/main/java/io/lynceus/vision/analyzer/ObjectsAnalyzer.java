package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.Vocabulary;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.model.CenterNet;
import io.lynceus.vision.model.CocoLabels;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.ModelFile;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds objects of the 80 COCO classes, with CenterNet on MobileNetV3 (see {@link CenterNet}).
 *
 * <p>The picture is scaled so that its longer side has {@link ObjectsConfig#longSide} pixels: an
 * object of less than about 2 % of that is not seen.
 *
 * <p>Of the options, {@code labels} (as {@link Vocabulary} compares them) and {@code min-score}
 * count; the latter replaces {@link ObjectsConfig#minScore}, in both directions.
 */
public final class ObjectsAnalyzer implements Analyzer {
  private static final String MODEL = "centernet-mbv3-coco80";
  private static final AnalysisDescriptor DESCRIPTOR =
      AnalysisDescriptor.OBJECTS.withLabels(CocoLabels.all());

  private final ObjectsConfig config;
  private final Network network;

  private ObjectsAnalyzer(ObjectsConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Loads the network.
   *
   * @param modelsDir folder of the user's own networks
   * @throws IOException when the network cannot be loaded
   */
  public static ObjectsAnalyzer open(ObjectsConfig config, Optional<Path> modelsDir)
      throws IOException {
    ModelFile file = ModelFile.read(MODEL, modelsDir);
    return new ObjectsAnalyzer(config, Network.open(file, CenterNet.PIXELS, CenterNet::shapes, 0));
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Letterbox letterbox = Letterbox.centred(picture.size(), config.longSide());
    try (Outputs outputs = network.run(picture.colour(config.longSide()), letterbox)) {
      List<String> asked = question.options().list(AskCheck.LABELS);
      Set<String> labels = ownSpelling(asked);
      return Findings.ofDetections(
          network.name(),
          CenterNet.decode(
              outputs,
              letterbox,
              question.options().number("min-score").orElse(config.minScore()),
              config.maxOverlap(),
              label -> asked.isEmpty() || labels.contains(label)));
    } catch (OrtException | RuntimeException e) {
      throw new AnalysisException("objects cannot be looked for: " + e.getMessage(), e);
    }
  }

  private static Set<String> ownSpelling(List<String> asked) {
    return asked.stream()
        .flatMap(label -> DESCRIPTOR.labels().own(label).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public long workBytes(Size size) {
    return Network.runBytes(Letterbox.centred(size, config.longSide()));
  }

  @Override
  public void close() {
    network.close();
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return DESCRIPTOR;
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      return ObjectsAnalyzer.open(ObjectsConfig.from(settings), settings.modelsDir());
    }
  }
}
