package io.lynceus.benchmarks.accuracy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.UnitOptions;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Analyzers;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an analysis has found in the pictures of a folder.
 *
 * @param pictures detections by file name
 */
record Detections(SortedMap<String, List<Detected>> pictures) {

  /** Runs the analysis that the folder's labels ask for, faces or objects, on all its pictures. */
  static Detections in(LabelledFolder labelled, Analyzers analyzers)
      throws IOException, AnalysisException, UnreadableImageException {
    Analysis analysis = labelled.isOfFaces() ? Analysis.FACES : Analysis.OBJECTS;
    SortedMap<String, List<Detected>> pictures = new TreeMap<>();
    for (String name : labelled.pictures().keySet()) {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(labelled.folder().resolve(name)));
      try (SharedPicture picture = SharedPicture.of(file, header(file))) {
        Findings findings = analyzers.get(analysis).analyze(picture.forUnit(), UnitOptions.DEFAULT);
        pictures.put(name, detected(findings));
      }
    }
    return new Detections(pictures);
  }

  private static ImageHeader header(ByteBuffer file) throws IOException {
    try {
      return ImageHeader.read(file.duplicate(), ImageLimits.DEFAULT);
    } catch (RefusedImageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Detected> detected(Findings findings) {
    if (findings instanceof Findings.Objects objects) {
      return objects.detections().stream()
          .map(object -> new Detected(object.label(), Area.of(object.box()), object.score()))
          .toList();
    }
    if (findings instanceof Findings.Faces faces) {
      return faces.detections().stream()
          .map(face -> new Detected("face", Area.of(face.box()), face.score()))
          .toList();
    }
    throw new IllegalArgumentException("no boxes in " + findings.analysis().key());
  }

  /** Writes {@code {picture: [{"class", "box": [x, y, width, height], "score"}]}}. */
  void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    for (Map.Entry<String, List<Detected>> picture : pictures.entrySet()) {
      ArrayNode detections = root.putArray(picture.getKey());
      for (Detected detected : picture.getValue()) {
        Area area = detected.area();
        ObjectNode detection = detections.addObject();
        detection.put("class", detected.label()).put("score", detected.score());
        detection.putArray("box").add(area.x()).add(area.y()).add(area.width()).add(area.height());
      }
    }
    json.writeValue(file.toFile(), root);
  }
}
