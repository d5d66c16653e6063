package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.UnitReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A reply as the wall of cameras shows it: who, when, counts and boxes, and what is not known. All
 * texts and lists are bounded, so an object has at most about 32 KiB.
 */
final class LiveJson {
  private static final int MOST_BOXES = 200;
  private static final int MOST_COUNTS = 100;
  private static final int MOST_CHARS = 300;

  private LiveJson() {}

  /** The object, in UTF-8. */
  static byte[] of(Reply reply) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    reply.still().camera().ifPresent(camera -> json.put("camera", camera.name()));
    json.put("id", cut(reply.id()));
    reply.name().ifPresent(name -> json.put("name", cut(name)));
    json.put("status", key(reply.status()));
    reply
        .still()
        .time()
        .ifPresent(
            still -> json.put("time", still.time().toString()).put("timeFrom", key(still.from())));
    reply
        .image()
        .ifPresent(
            image ->
                json.putObject("image").put("width", image.width()).put("height", image.height()));
    counts(reply, json.putObject("counts"));
    boxes(reply, json);
    unknown(reply, json.putArray("unknown"));
    return SafeText.ofJson(json.toString()).getBytes(UTF_8);
  }

  private static void counts(Reply reply, ObjectNode counts) {
    reply.counts().entrySet().stream()
        .limit(MOST_COUNTS)
        .forEach(
            count ->
                count
                    .getValue()
                    .ifPresentOrElse(
                        known -> counts.put(cut(count.getKey()), known),
                        () -> counts.putNull(cut(count.getKey()))));
  }

  /** The best boxes of all analyses; {@code more} says how many are left out. */
  private static void boxes(Reply reply, ObjectNode json) {
    record Found(String label, Detection detection) {}
    List<Found> found = new ArrayList<>();
    for (Map.Entry<Analysis, UnitReply> unit : reply.analyses().entrySet()) {
      String label = unit.getKey().equals(Analysis.FACES) ? "face" : unit.getKey().key();
      unit.getValue()
          .findings()
          .flatMap(Findings::detections)
          .ifPresent(
              detections ->
                  detections.forEach(one -> found.add(new Found(one.label().orElse(label), one))));
    }
    found.sort(Comparator.comparing((Found one) -> -one.detection().score()));
    ArrayNode boxes = json.putArray("boxes");
    for (Found one : found.subList(0, Math.min(MOST_BOXES, found.size()))) {
      Box box = one.detection().box();
      boxes
          .addObject()
          .put("label", cut(one.label()))
          .put("score", Math.round(one.detection().score() * 100) / 100.0)
          .putArray("box")
          .add(Math.round(box.x()))
          .add(Math.round(box.y()))
          .add(Math.round(box.width()))
          .add(Math.round(box.height()));
    }
    if (found.size() > MOST_BOXES) {
      json.put("more", found.size() - MOST_BOXES);
    }
  }

  private static void unknown(Reply reply, ArrayNode unknown) {
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              if (unit.findings().isEmpty()) {
                unknown
                    .addObject()
                    .put("analysis", analysis.key())
                    .put("outcome", key(unit.outcome()))
                    .put("why", cut(unit.message()));
              }
            });
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
  }
}
