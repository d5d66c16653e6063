package io.lynceus.scene.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.camera.CameraSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PresencePropertyTest {
  private static final List<String> LABELS = List.of("person", "car", "chair");
  private static final double[] ODD = {Double.NaN, Double.POSITIVE_INFINITY, -5, 0, 1e30};

  private static Still.Found[] any(Random random, boolean odd) {
    Still.Found[] found = new Still.Found[random.nextInt(6)];
    for (int i = 0; i < found.length; i++) {
      double[] sides = new double[4];
      for (int k = 0; k < 4; k++) {
        sides[k] =
            odd && random.nextInt(4) == 0
                ? ODD[random.nextInt(ODD.length)]
                : 100 * random.nextInt(7) + random.nextInt(5) + 10;
      }
      found[i] =
          Script.found(
              LABELS.get(random.nextInt(LABELS.size())),
              random.nextInt(100) / 100.0,
              sides[0],
              sides[1],
              sides[2],
              sides[3]);
    }
    return found;
  }

  private static void step(Script script, Random random, boolean odd) {
    if (random.nextInt(8) == 0) {
      script.unknown(1);
    } else if (random.nextInt(8) == 0) {
      script.at(script.time.minusSeconds(random.nextInt(100)), any(random, odd));
    } else {
      script.every = Duration.ofSeconds(1 + random.nextInt(40));
      script.shows(any(random, odd));
    }
  }

  @Property(tries = 100)
  void eachEventBeginsOnceEndsOnceAndInTheOrderOfTime(@ForAll long seed) {
    Random random = new Random(seed);
    Script script = new Script(CameraSet.NONE);
    for (int i = 0; i < 100; i++) {
      step(script, random, true);
    }
    script.every = Duration.ofDays(1);
    script.shows(12);
    Map<String, SceneEvent> open = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (EventChange change : script.changes) {
      SceneEvent event = change.event();
      SceneEvent before = open.get(event.id());
      assertThat(before == null).isEqualTo(change.type() == EventChange.Type.NEW);
      assertThat(event.started()).isBeforeOrEqualTo(event.last());
      assertThat(event.ended().isPresent()).isEqualTo(change.type() == EventChange.Type.END);
      assertThat(event.label()).isNotEqualTo("chair");
      if (change.type() == EventChange.Type.NEW) {
        assertThat(ids.add(event.id())).isTrue();
      }
      if (change.type() == EventChange.Type.END) {
        open.remove(event.id());
      } else {
        open.put(event.id(), event);
      }
    }
    assertThat(open).isEmpty();
    assertThat(script.presence.there(Script.YARD)).isEmpty();
  }

  @Property(tries = 50)
  void aRestartAtAnyTimeChangesNothing(@ForAll long seed) throws Exception {
    Script whole = new Script(CameraSet.NONE);
    Script restarted = new Script(CameraSet.NONE);
    Random one = new Random(seed);
    Random other = new Random(seed);
    Random when = new Random(~seed);
    for (int i = 0; i < 100; i++) {
      step(whole, one, false);
      step(restarted, other, false);
      if (when.nextInt(5) == 0 && restarted.last.verdict() != Judgement.Verdict.LATE) {
        restarted.restart();
      }
    }
    assertThat(restarted.changes).isEqualTo(whole.changes);
  }
}
