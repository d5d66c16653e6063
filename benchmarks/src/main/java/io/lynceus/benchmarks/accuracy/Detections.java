package io.lynceus.benchmarks.accuracy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.analyzer.AnalysisException;
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
 * An analysis's detections in the pictures of a folder.
 *
 * @param pictures detections by file name
 */
record Detections(SortedMap<String, List<Detected>> pictures) {

  /** One detection of an analysis. */
  record Detected(String label, Area area, double score) {}

  /** Runs the analysis on all pictures of the folder. */
  static Detections in(LabelledFolder labelled, Analysis analysis, Vision vision)
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    Ask ask = Ask.DEFAULT.withAnalyses(List.of(analysis));
    SortedMap<String, List<Detected>> pictures = new TreeMap<>();
    for (String name : labelled.pictures().keySet()) {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(labelled.folder().resolve(name)));
      pictures.put(name, detected(analysis, vision.analyze(file, ask)));
    }
    return new Detections(pictures);
  }

  private static List<Detected> detected(Analysis analysis, Map<Analysis, Findings> found) {
    return found.getOrDefault(analysis, Findings.NONE).boxes().stream()
        .map(
            box ->
                new Detected(
                    box.label().orElseGet(analysis::singular), Area.of(box.box()), box.score()))
        .toList();
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
