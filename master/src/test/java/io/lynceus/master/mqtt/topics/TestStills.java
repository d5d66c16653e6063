package io.lynceus.master.mqtt.topics;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cameras and stills as this package hears of them. */
public final class TestStills {
  public static final Camera GATE = new Camera("gate");

  private TestStills() {}

  /** A camera with a zone, whose stills come every 10 s. */
  public static CameraConfig camera(String name, String title) {
    return new CameraConfig(
        name,
        title,
        Optional.of(Duration.ofSeconds(10)),
        Optional.empty(),
        new TreeSet<>(),
        List.of(),
        List.of(),
        List.of(
            ZoneConfig.of(
                "yard",
                new Polygon(List.of(new Vertex(0, 0), new Vertex(1, 0), new Vertex(1, 1))))));
  }

  /** Cameras of which these labels are looked for. */
  public static CameraSet set(Set<String> labels, CameraConfig... cameras) {
    EventRule rule =
        new EventRule(
            "r", Set.of(), Set.of(), labels, OptionalInt.empty(), List.of(), Optional.empty());
    EventsConfig usual = EventsConfig.USUAL;
    return CameraSet.of(List.of(cameras), false)
        .withEvents(
            new EventsConfig(
                true,
                usual.minStills(),
                usual.absentStills(),
                usual.absentTime(),
                usual.cooldown(),
                List.of(),
                List.of(rule)));
  }

  /** A still that shows so many persons. */
  public static StillCounts persons(int number) {
    List<Detection> boxes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      boxes.add(
          new Detection(
              Optional.of("person"), 0.9f, new Box(i, i, 10, 20), List.of(), new TreeMap<>()));
    }
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    counts.put("person", Optional.of(number));
    Findings found =
        new Findings(
            "m",
            Optional.of(boxes),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    return of(
        new Results(
            counts,
            Map.of(Analysis.OBJECTS, UnitReply.ok(found)),
            Map.of("yard", new ZoneCounts(Optional.of(counts)))));
  }

  /** The same, of a camera that is covered or the like. */
  public static StillCounts hidden(StillCounts seen) {
    return new StillCounts(seen.reply(), seen.asked(), seen.findable(), true);
  }

  /** The same, taken at that time. */
  public static StillCounts at(StillCounts seen, Instant time) {
    Reply reply = seen.reply();
    return new StillCounts(
        new Reply(
            reply.id(),
            reply.name(),
            reply.status(),
            reply.rejection(),
            reply.image(),
            new StillInfo(
                reply.still().camera(),
                Optional.of(
                    new Reply.StillTime(time.atOffset(ZoneOffset.UTC), Reply.TimeSource.OPTION))),
            new Results(reply.counts(), reply.analyses(), reply.zones()),
            Optional.empty()),
        seen.asked(),
        seen.findable(),
        false);
  }

  /** A still that nobody could look at. */
  public static StillCounts unknown() {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    counts.put("person", Optional.empty());
    return of(
        new Results(
            counts,
            Map.of(Analysis.OBJECTS, UnitReply.without(Outcome.NO_SLAVE, "no slave")),
            Map.of("yard", ZoneCounts.UNKNOWN)));
  }

  static StillCounts of(Results results) {
    return new StillCounts(reply(results), List.of(), label -> !label.equals("unicorn"), false);
  }

  static Reply reply(Results results) {
    return new Reply(
        "still-1",
        Optional.empty(),
        Reply.Status.COMPLETE,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.JPEG, 640, 480, 1000, "ab".repeat(32))),
        new StillInfo(Optional.of(GATE), Optional.empty()),
        results,
        Optional.empty());
  }

  /** A change of an event that this still shows best. */
  public static EventChange change(EventChange.Type type, String still) {
    Instant at = Instant.parse("2026-11-30T12:00:00Z");
    return new EventChange(
        type,
        new SceneEvent(
            "e1",
            EventKind.ARRIVED,
            "r",
            GATE,
            "person",
            Optional.empty(),
            at,
            at,
            Optional.empty(),
            1,
            false,
            new BestStill(still, "ab".repeat(32), at, 0.9f, new Box(1, 2, 3, 4), 640, 480)));
  }
}
