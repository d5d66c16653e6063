package io.lynceus.vision.analyzer;

import ai.onnxruntime.OrtException;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Point;
import io.lynceus.model.Question;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.vision.decoding.Embedding;
import io.lynceus.vision.face.AlignedFace;
import io.lynceus.vision.face.Similarity;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.FacePlaces;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkInput.Fixed;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvException;
import org.opencv.core.Mat;

/**
 * Makes a vector of each face, by which a master can tell whose it is: {@link SeenFace}. Faces of
 * at least {@value SeenFace#LEAST_HEIGHT} pixels in height get one, the best {@value
 * SeenFace#MOST_VECTORS} of a picture; none of the options counts.
 *
 * <p>Eyes, nose and mouth are brought to the places where the network wants them: its {@code
 * alignment} in {@code model.conf}. The network is loaded with the first picture: most slaves are
 * never asked for it.
 */
public final class EmbeddingAnalyzer implements Analyzer {
  /** Some copies of a network's input, and of a face of up to twice its size, in bytes a pixel. */
  private static final int WORK_BYTES_PER_PIXEL = 200;

  private final String model;
  private final Optional<FacePlaces> alignment;
  private final Embedding embedding;
  private final Size input;

  /** Null once it is loaded: it takes megabytes. */
  private @Nullable NetworkFile file;

  private @Nullable Network loaded;

  private EmbeddingAnalyzer(NetworkFile file) {
    this.file = file;
    this.model = file.model();
    this.alignment = file.description().alignment();
    this.embedding = new Embedding(file.description());
    Fixed size = file.description().input().extent().fixed().orElseThrow(); // as its kind demands
    this.input = new Size(size.width(), size.height());
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    List<Detection> faces =
        question
            .need(Analysis.FACES)
            .orElseThrow(() -> new AnalysisException("the findings of faces are missing"))
            .boxes();
    FacePlaces wanted = wanted();
    try {
      List<SeenFace> seen = new ArrayList<>();
      int vectors = 0;
      for (Detection face : faces.subList(0, Math.min(SeenFace.MOST_FACES, faces.size()))) {
        SeenFace next =
            face.box().height() < SeenFace.LEAST_HEIGHT || vectors == SeenFace.MOST_VECTORS
                ? small(face)
                : look(picture, face, wanted);
        vectors += next.vector().isPresent() ? 1 : 0;
        seen.add(next);
      }
      return SeenFace.toFindings(model, seen);
    } catch (OrtException | CvException | NetworkException e) {
      throw new AnalysisException("faces cannot be compared: " + e.getMessage(), e);
    }
  }

  private FacePlaces wanted() throws AnalysisException {
    return alignment.orElseThrow(
        () ->
            new AnalysisException(
                ("the network %s is for no faces: its model.conf has no alignment; choose"
                        + " another one, or add that")
                    .formatted(model)));
  }

  private static SeenFace small(Detection face) {
    return new SeenFace(face, FaceQuality.ofSmall(face.box().height()), Optional.empty());
  }

  private SeenFace look(Picture picture, Detection face, FacePlaces wanted)
      throws AnalysisException, UnreadableImageException, OrtException, NetworkException {
    List<Point> places =
        AlignedFace.places(face.points())
            .orElseThrow(
                () ->
                    new AnalysisException(
                        ("faces have %d key points, and are compared by 4 (eyes, nose, mouth), 5 or"
                                + " 6: choose another network for faces")
                            .formatted(face.points().size())));
    Optional<Similarity> alignment = AlignedFace.alignment(places, wanted);
    if (alignment.isEmpty()) {
      return small(face);
    }
    try (Scratch scratch = new Scratch()) {
      Mat aligned = AlignedFace.cut(picture.colour(), alignment.get(), input, scratch);
      return new SeenFace(
          face,
          AlignedFace.quality(face.box().height(), places, aligned),
          Optional.of(vector(aligned)));
    }
  }

  private FloatVector vector(Mat aligned) throws OrtException, NetworkException {
    Network network = network();
    Letterbox whole = network.letterbox(input);
    try (Outputs outputs = network.run(aligned, whole)) {
      return embedding.decode(outputs);
    }
  }

  private synchronized Network network() throws NetworkException {
    Network network = loaded;
    NetworkFile unloaded = file;
    if (network == null && unloaded != null) {
      network = Network.open(unloaded, embedding, 0);
      loaded = network;
      file = null;
    }
    return Objects.requireNonNull(network);
  }

  @Override
  public long workBytes(Size size) {
    return (long) input.width() * input.height() * WORK_BYTES_PER_PIXEL;
  }

  @Override
  public void rest() {
    Network network = ifLoaded();
    if (network != null) {
      network.rest();
    }
  }

  private synchronized @Nullable Network ifLoaded() {
    return loaded;
  }

  @Override
  public void close() {
    Network network = ifLoaded();
    if (network != null) {
      network.close();
    }
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          SeenFace.ANALYSIS,
          "Vectors of faces, by which the master tells whose they are, if people.enabled is set.",
          EnumSet.of(FindingsKind.DETECTIONS, FindingsKind.VECTORS),
          new TreeSet<>(List.of(Analysis.FACES)),
          List.of(
              AnalysisOption.network(
                  SeenFace.ANALYSIS.key(), "The network that makes vectors of faces.")),
          List.of());
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      settings.only("network");
      return SwitchingAnalyzer.open(settings, Use.EMBEDDING, descriptor(), EmbeddingAnalyzer::new);
    }
  }
}
