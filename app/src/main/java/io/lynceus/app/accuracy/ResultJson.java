package io.lynceus.app.accuracy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** Writes a result as one line of JSON. What is not known is null. */
final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AccuracyResult result;

  ResultJson(AccuracyResult result) {
    this.result = result;
  }

  String line() {
    ObjectNode root = JSON.createObjectNode();
    root.put("data", result.data());
    root.put("format", result.labels().format().name().toLowerCase(Locale.ROOT));
    root.put("place", result.rules().place());
    root.put("thresholds", result.rules().thresholds());
    root.put("iou", result.rules().leastOverlap());
    root.put("leastScore", result.rules().leastScore());
    result.rules().time().ifPresent(time -> root.put("millis", time.toNanos() / 1e6));
    addPictures(root);
    ObjectNode models = root.putObject("models");
    result
        .sums()
        .models()
        .forEach((analysis, names) -> names.forEach(models.putArray(analysis.key())::add));
    ArrayNode labels = root.putArray("labels");
    for (LabelTally.Row row : result.rows()) {
      ObjectNode label = labels.addObject();
      label.put("label", row.label()).put("minHeight", row.heights().from());
      if (row.heights().below() != Heights.NO_BOUND) {
        label.put("belowHeight", row.heights().below());
      }
      add(label, row.counts(), row.curve().averagePrecision());
    }
    add(root.putObject("all"), result.sums().total(), result.sums().meanAveragePrecision());
    ObjectNode unknown = root.putObject("unknownLabels");
    result.sums().unknown().forEach(unknown::put);
    ObjectNode unlabelled = root.putObject("unlabelled");
    result.sums().unlabelled().forEach(unlabelled::put);
    addProblems(root.putArray("problems"));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addPictures(ObjectNode root) {
    ObjectNode pictures = root.putObject("pictures");
    pictures.put("listed", result.labels().pictures().size());
    pictures.put("scored", result.sums().scored());
    for (AccuracyResult.Cause cause : AccuracyResult.Cause.values()) {
      pictures.put(name(cause), result.problems(cause));
    }
    ObjectNode empty = root.putObject("empty");
    empty.put("pictures", result.sums().empty().pictures());
    empty.put("falseAlarms", result.sums().empty().falseAlarms());
    put(empty, "perPicture", result.sums().empty().perPicture());
  }

  private static void add(ObjectNode node, HitCounts counts, Optional<Double> ap) {
    node.put("labelled", counts.truth());
    node.put("found", counts.found());
    node.put("missed", counts.missed());
    node.put("falseAlarms", counts.falseAlarms());
    put(node, "precision", counts.precision());
    put(node, "recall", counts.recall());
    put(node, "ap", ap);
  }

  private void addProblems(ArrayNode problems) {
    for (AccuracyResult.Problem problem : result.problems()) {
      problems
          .addObject()
          .put("picture", problem.picture())
          .put("cause", name(problem.cause()))
          .put("why", problem.why());
    }
  }

  private static String name(AccuracyResult.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  /** Six decimals are enough. */
  private static void put(ObjectNode node, String key, Optional<Double> value) {
    node.put(key, value.map(number -> Math.round(number * 1e6) / 1e6).orElse(null));
  }
}
