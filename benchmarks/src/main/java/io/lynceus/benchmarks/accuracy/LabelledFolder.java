package io.lynceus.benchmarks.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder of pictures with {@code ground_truth.json}: {@code {picture: [{"class": "person", "box":
 * [x, y, width, height], "ignore": true}]}}, {@code ignore} is optional.
 *
 * @param pictures labels by file name
 */
record LabelledFolder(Path folder, SortedMap<String, List<Labelled>> pictures) {

  /**
   * A label that people have put on a picture.
   *
   * @param label its class
   * @param area its place
   * @param ignored too small or too doubtful to count: neither a miss nor a false alarm
   */
  record Labelled(String label, Area area, boolean ignored) {}

  static LabelledFolder read(Path folder) throws IOException {
    Path truth = folder.resolve("ground_truth.json");
    SortedMap<String, List<Labelled>> pictures = new TreeMap<>();
    for (var picture : new ObjectMapper().readTree(truth.toFile()).properties()) {
      List<Labelled> labels = new ArrayList<>();
      for (JsonNode label : picture.getValue()) {
        JsonNode box = label.required("box");
        labels.add(
            new Labelled(
                label.required("class").asText(),
                new Area(
                    box.required(0).asDouble(),
                    box.required(1).asDouble(),
                    box.required(2).asDouble(),
                    box.required(3).asDouble()),
                label.path("ignore").asBoolean()));
      }
      pictures.put(picture.getKey(), labels);
    }
    return new LabelledFolder(folder, pictures);
  }

  /** Whether all labels are faces. */
  boolean isOfFaces() {
    return pictures.values().stream()
        .allMatch(labels -> labels.stream().allMatch(label -> label.label().equals("face")));
  }
}
