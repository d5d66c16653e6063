package io.lynceus.benchmarks.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.presence.Still.Found;
import io.lynceus.vision.Vision;
import io.lynceus.vision.Vision.Look;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the shipped network finds in the stills of a folder, in the order of their names. */
record SeenFolder(List<Seen> stills) {
  private static final int SIDES = 4;

  SeenFolder {
    stills = List.copyOf(stills);
  }

  /**
   * One still.
   *
   * @param width of the upright picture, pixels
   * @param height of the upright picture, pixels
   */
  record Seen(String name, int width, int height, List<Found> found) {
    Seen {
      found = List.copyOf(found);
    }
  }

  /**
   * Looks at each still.
   *
   * @param kept read instead, if it is there; else written, so that the next run need not look
   */
  static SeenFolder of(Path folder, Optional<Path> kept)
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    if (kept.isPresent() && Files.exists(kept.get())) {
      return read(kept.get());
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(SeenFolder::isStill).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(folder + ": no stills (.jpg, .jpeg or .png)");
    }
    List<Seen> stills = new ArrayList<>();
    Ask ask = Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS));
    try (Vision vision = Vision.open(VisionConfig.defaults(), Analysis.OBJECTS::equals)) {
      for (Path file : files) {
        stills.add(
            seen(
                file.getFileName().toString(),
                vision.look(ByteBuffer.wrap(Files.readAllBytes(file)), ask)));
      }
    }
    SeenFolder seen = new SeenFolder(stills);
    if (kept.isPresent()) {
      seen.write(kept.get());
    }
    return seen;
  }

  private static boolean isStill(Path file) {
    return file.getFileName().toString().matches("(?i).+\\.(jpe?g|png)");
  }

  private static Seen seen(String name, Look look) {
    List<Found> found =
        look.findings().getOrDefault(Analysis.OBJECTS, Findings.NONE).boxes().stream()
            .map(
                box ->
                    new Found(
                        box.label().orElse("object"), box.score(), box.box(), List.of(), true))
            .toList();
    return new Seen(name, look.header().displayWidth(), look.header().displayHeight(), found);
  }

  private static SeenFolder read(Path file) throws IOException {
    List<Seen> stills = new ArrayList<>();
    for (JsonNode still : new ObjectMapper().readTree(file.toFile())) {
      List<Found> found = new ArrayList<>();
      for (JsonNode each : still.required("found")) {
        float[] box = new float[SIDES];
        for (int i = 0; i < SIDES; i++) {
          box[i] = each.required("box").required(i).floatValue();
        }
        found.add(
            new Found(
                each.required("label").asText(),
                each.required("score").floatValue(),
                new Box(box[0], box[1], box[2], box[3]),
                List.of(),
                true));
      }
      stills.add(
          new Seen(
              still.required("name").asText(),
              still.required("width").asInt(),
              still.required("height").asInt(),
              found));
    }
    return new SeenFolder(stills);
  }

  private void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ArrayNode root = json.createArrayNode();
    for (Seen still : stills) {
      ObjectNode one = root.addObject();
      one.put("name", still.name()).put("width", still.width()).put("height", still.height());
      ArrayNode found = one.putArray("found");
      for (Found each : still.found()) {
        Box box = each.box();
        ObjectNode thing = found.addObject();
        thing.put("label", each.label()).put("score", each.score());
        thing.putArray("box").add(box.x()).add(box.y()).add(box.width()).add(box.height());
      }
    }
    json.writeValue(file.toFile(), root);
  }
}
