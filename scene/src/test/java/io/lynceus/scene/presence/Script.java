package io.lynceus.scene.presence;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Stills of one camera, one after the other, and what came of them. */
final class Script {
  static final Camera YARD = new Camera("yard");
  static final int WIDTH = 800;
  static final int HEIGHT = 600;
  static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  final List<EventChange> changes = new ArrayList<>();
  Presence presence;
  Judgement last = Judgement.nothing(Judgement.Verdict.UNKNOWN);
  Instant time = NOON;
  Duration every = Duration.ofSeconds(10);
  Set<String> asked = Set.of();

  private final CameraSet set;
  private int stills;
  private int ids;

  Script(CameraSet set) {
    this.set = set;
    presence = newPresence();
  }

  private Presence newPresence() {
    Presence made = new Presence(ZoneOffset.UTC, () -> "e" + ids++);
    made.settings(set);
    return made;
  }

  static Still.Found person(double x, double y, String... zones) {
    return found("person", 0.8, x, y, 40, 100, zones);
  }

  static Still.Found car(double x, double y, String... zones) {
    return found("car", 0.8, x, y, 160, 90, zones);
  }

  static Still.Found found(
      String label,
      double score,
      double x,
      double y,
      double width,
      double height,
      String... zones) {
    return new Still.Found(
        label,
        (float) score,
        new Box((float) x, (float) y, (float) width, (float) height),
        List.of(zones),
        true);
  }

  static Still.Found dropped(Still.Found found) {
    return new Still.Found(found.label(), found.score(), found.box(), List.of(), false);
  }

  /** The next still, in its time. */
  Script shows(Still.Found... found) {
    time = time.plus(every);
    return at(time, found);
  }

  /** The same still over and over. */
  Script shows(int times, Still.Found... found) {
    for (int i = 0; i < times; i++) {
      shows(found);
    }
    return this;
  }

  /** A still of that time. */
  Script at(Instant taken, Still.Found... found) {
    return next(taken, taken, true, found);
  }

  /** A still whose objects are not known. */
  Script unknown(int times) {
    for (int i = 0; i < times; i++) {
      time = time.plus(every);
      next(time, time, false);
    }
    return this;
  }

  Script next(Instant taken, Instant heard, boolean judged, Still.Found... found) {
    stills++;
    last =
        presence.judge(
            YARD,
            new Still(
                "r" + stills,
                String.format("%064x", stills),
                taken,
                heard,
                judged,
                asked,
                List.of(found),
                WIDTH,
                HEIGHT));
    changes.addAll(last.changes());
    return this;
  }

  /** The master ends and another one goes on. */
  Script restart() throws IOException {
    byte[] kept = presence.snapshot(YARD).orElseThrow();
    presence = newPresence();
    presence.restore(YARD, kept);
    return this;
  }

  /** What was told, without what only changed: {@code new arrived person}. */
  List<String> told() {
    return changes.stream()
        .filter(change -> change.type() != EventChange.Type.UPDATE)
        .map(
            change ->
                change.type().key()
                    + " "
                    + change.event().kind().key()
                    + " "
                    + change.event().label()
                    + change.event().zone().map(zone -> " in " + zone).orElse(""))
        .toList();
  }
}
