package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One unit of an image brings a thumbnail of its picture, if somebody wants one. */
class ThumbnailsTest {
  private static final Thumbnail SMALL = Images.thumbnail(320, 200);
  private static final Thumbnail OTHER = Images.thumbnail(300, 200);

  /** What the listeners find at each task that has its reply. */
  private final List<Optional<Thumbnail>> seen = new ArrayList<>();

  private final ManualMaster master =
      ManualMaster.withThumbnails(MasterDefaults.DISPATCH, recordIn(seen));

  private static DispatchEvents recordIn(List<Optional<Thumbnail>> seen) {
    return new DispatchEvents() {
      @Override
      public void taskReplied(SlaveManager task, Reply reply) {
        seen.add(task.thumbnail());
      }
    };
  }

  @Test
  void oneUnitOfAnImageBringsIt() {
    ScriptedSlave slave = master.slave("a", 4);
    master.submit("hash", Analysis.STANDARD.toArray(Analysis[]::new));
    assertThat(slave.assigned()).hasSize(4);
    assertThat(asked(slave)).containsExactly(slave.assigned(Analysis.CORNERS));
    assertThat(slave.assigned(Analysis.CORNERS).thumbnail()).isEqualTo(320);
    slave.assigned().forEach(unit -> finish(slave, unit, SMALL));
    assertThat(seen).containsExactly(Optional.of(SMALL));
  }

  @Test
  void itIsNotAskedForWhereNobodyWantsIt() {
    ManualMaster without =
        new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE, recordIn(seen));
    ScriptedSlave slave = without.slave("a", 1);
    without.submit("hash", Analysis.EDGES);
    assertThat(asked(slave)).isEmpty();
    without.finish(slave, slave.assigned().get(0));
    assertThat(seen).containsExactly(Optional.empty());
  }

  @Test
  void whenTheSlaveIsLostTheNextAttemptBringsIt() {
    ScriptedSlave doomed = master.slave("doomed", 2);
    master.submit("hash", Analysis.OBJECTS, Analysis.EDGES);
    assertThat(asked(doomed)).hasSize(1);
    ScriptedSlave other = master.slave("other", 2);
    master.lose(doomed);
    assertThat(asked(other)).hasSize(1);
    other.assigned().forEach(unit -> finish(other, unit, SMALL));
    assertThat(seen).containsExactly(Optional.of(SMALL));
  }

  @Test
  void whenTheUnitThatWasToBringItFailsTheNextOneThatIsGivenBringsIt() {
    ScriptedSlave slave = master.slave("a", 1, Images.ALL_AND_GRADE);
    master.submit("hash", Analysis.OBJECTS, Images.GRADE, Analysis.FACES);
    AssignUnit first = asked(slave).get(0);
    int given = slave.assigned().size();
    master.fail(slave, first, FailureReason.ANALYSIS_FAILED);
    assertThat(asked(slave)).containsExactly(first, slave.assigned().get(given));
    for (int i = 0; i < slave.assigned().size(); i++) {
      if (!slave.assigned().get(i).equals(first)) {
        finish(slave, slave.assigned().get(i), SMALL);
      }
    }
    assertThat(seen).containsExactly(Optional.of(SMALL));
  }

  @Test
  void whenASlaveCouldNotMakeItTheNextUnitThatIsGivenBringsIt() {
    ScriptedSlave slave = master.slave("a", 4, Images.ALL_AND_GRADE);
    master.submit("hash", Images.GRADE);
    assertThat(asked(slave)).containsExactly(slave.assigned(Analysis.FACES));
    master.finish(slave, slave.assigned(Analysis.FACES));
    assertThat(asked(slave)).contains(slave.assigned(Images.GRADE));
    finish(slave, slave.assigned(Images.GRADE), SMALL);
    assertThat(seen).containsExactly(Optional.of(SMALL));
  }

  @Test
  void ofTwoAttemptsEachBringsItAndTheFirstResultCounts() {
    ScriptedSlave first = master.slave("first", 1);
    for (int i = 0; i < 20; i++) {
      master.submit("warm" + i, Analysis.EDGES);
      master.pass(Duration.ofMillis(10));
      master.finish(first, first.assigned().get(i));
    }
    seen.clear();
    master.submit("late", Analysis.EDGES);
    AssignUnit late = first.assigned().get(20);
    ScriptedSlave second = master.slave("second", 1);
    master.pass(Duration.ofMillis(100));
    assertThat(asked(second)).hasSize(1);
    finish(second, second.assigned().get(0), SMALL);
    finish(first, late, OTHER);
    assertThat(seen).containsExactly(Optional.of(SMALL));
    assertThat(first.closed).isFalse();
  }

  @Test
  void aTileBringsNone() {
    ScriptedSlave slave = master.slave("a", 5);
    TaskRequest request = Images.request("hash", Set.of(Analysis.OBJECTS));
    master.submit(Images.asking(request, request.ask().withOption("tiles", "2")));
    assertThat(slave.assigned()).hasSize(5);
    assertThat(asked(slave)).hasSize(1).allMatch(unit -> unit.tile().isEmpty());
  }

  private static Stream<Named<Thumbnail>> forged() {
    byte[] cutOff = Images.thumbnail(320, 200).toByteArray();
    cutOff[cutOff.length - 1] = 0;
    return Stream.of(
        Named.of("too wide", Images.thumbnail(321, 20)),
        Named.of("too high", Images.thumbnail(20, 321)),
        Named.of("a PNG", new Thumbnail(ImageFixtures.png(32, 20))),
        Named.of("turned", new Thumbnail(ImageFixtures.oriented(ImageFormat.JPEG, 32, 20, 6))),
        Named.of("cut off", new Thumbnail(cutOff)),
        Named.of("empty", new Thumbnail(new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("forged")
  void whatIsNoSmallUprightJpegCostsTheSlaveItsConnection(Thumbnail forged) {
    ScriptedSlave forger = master.slave("forger", 1);
    master.submit("hash", Analysis.EDGES);
    ScriptedSlave honest = master.slave("honest", 1);
    finish(forger, forger.assigned().get(0), forged);
    assertThat(forger.closed).isTrue();
    finish(honest, honest.assigned().get(0), SMALL);
    assertThat(seen).containsExactly(Optional.of(SMALL));
  }

  @Test
  void oneThatWasNotAskedForCostsTheSlaveItsConnection() {
    ScriptedSlave forger = master.slave("forger", 2);
    master.submit("hash", Analysis.EDGES, Analysis.CORNERS);
    AssignUnit unasked =
        forger.assigned().stream().filter(unit -> unit.thumbnail() == 0).findFirst().orElseThrow();
    bring(forger, unasked, SMALL);
    assertThat(forger.closed).isTrue();
  }

  private static List<AssignUnit> asked(ScriptedSlave slave) {
    return slave.assigned().stream().filter(unit -> unit.thumbnail() > 0).toList();
  }

  /** With the thumbnail, if that is asked for. */
  private void finish(ScriptedSlave slave, AssignUnit unit, Thumbnail thumbnail) {
    if (unit.thumbnail() > 0) {
      bring(slave, unit, thumbnail);
    } else {
      master.finish(slave, unit);
    }
  }

  private void bring(ScriptedSlave slave, AssignUnit unit, Thumbnail thumbnail) {
    slave.say(
        new UnitDone(
            unit.attempt(),
            Images.findings(unit.analysis()),
            new UnitTiming(Duration.ZERO, Duration.ofMillis(1)),
            PictureCondition.SOUND,
            Optional.of(thumbnail)));
    master.loop.runPosted();
  }
}
