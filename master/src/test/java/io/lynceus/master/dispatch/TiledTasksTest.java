package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.TileGrid;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An image that is looked at in tiles. */
class TiledTasksTest {
  private static final List<Tile> TILES = TileGrid.of(1000, 1000, 2);
  private static final UnitTiming TIMING =
      new UnitTiming(Duration.ofMillis(1), Duration.ofMillis(9));

  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void theWholePictureAndEachTileAreUnitsOfOneTask() {
    ScriptedSlave one = master.slave("one", 3);
    ScriptedSlave other = master.slave("other", 3);
    submit("2", Analysis.OBJECTS);
    List<AssignUnit> units = given(one, other);
    assertThat(units).extracting(AssignUnit::analysis).containsOnly(Analysis.OBJECTS);
    assertThat(units).extracting(AssignUnit::task).containsOnly(1L);
    assertThat(units.stream().flatMap(unit -> unit.tile().stream()))
        .containsExactlyInAnyOrderElementsOf(TILES);
    assertThat(units).hasSize(TILES.size() + 1);
    assertThat(one.assigned()).as("spread over the slaves").hasSizeBetween(2, 3);
  }

  @Test
  void theReplyHasWhatAllPartsFoundOnce() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    for (AssignUnit unit : List.copyOf(slave.assigned())) {
      assertThat(master.replies).isEmpty();
      done(slave, unit, "m", near(unit.tile()), person(480, 480));
    }
    Reply reply = master.replies.get(0);
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.counts()).containsEntry("person", Optional.of(6));
    assertThat(boxes(reply)).hasSize(6).contains(person(480, 480).box());
    Reply.UnitRun run = reply.timing().orElseThrow().units().get(Analysis.OBJECTS);
    assertThat(run).isEqualTo(new Reply.UnitRun(Duration.ofMillis(50), "a", 1));
  }

  @Test
  void withoutOneTileThereIsNoResult() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    List<AssignUnit> units = List.copyOf(slave.assigned());
    units.subList(0, 4).forEach(unit -> done(slave, unit, "m", person(480, 480)));
    AssignUnit last = units.get(4);
    for (int i = 0; i < MasterDefaults.DISPATCH.retries().attempts(); i++) {
      assertThat(master.replies).isEmpty();
      master.fail(slave, last, FailureReason.ANALYSIS_FAILED);
      last = slave.assigned().get(slave.assigned().size() - 1);
    }
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.FAILED);
    assertThat(master.replies.get(0).counts()).containsEntry("person", Optional.empty());
  }

  @Test
  void whenOnePartHasFailedTheOthersAreGivenUp() {
    ScriptedSlave slave = master.slave("a", 2);
    submit("2", Analysis.OBJECTS);
    master.fail(slave, slave.assigned().get(0), FailureReason.UNREADABLE_IMAGE);
    assertThat(master.replies.get(0).status()).isEqualTo(Status.REJECTED);
  }

  @Test
  void aTileThatMissesTheDeadlineCostsTheResult() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    slave.assigned().subList(0, 4).forEach(unit -> done(slave, unit, "m", person(480, 480)));
    master.pass(MasterDefaults.DISPATCH.replies().deadline());
    assertThat(master.replies.get(0).status()).isEqualTo(Status.PARTIAL);
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isNotEqualTo(Outcome.OK);
  }

  @Test
  void partsThatTakeTooLongAtTheSameTimeEndTogether() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    int attempts = MasterDefaults.DISPATCH.retries().attempts();
    for (int i = 0; i < 5 * (attempts - 1); i++) {
      master.fail(slave, slave.assigned().get(i), FailureReason.ANALYSIS_FAILED);
    }
    assertThat(slave.assigned()).as("the last attempt of each").hasSize(5 * attempts);
    master.pass(MasterDefaults.DISPATCH.retries().attemptTime());
    assertThat(master.message("hash", Analysis.OBJECTS)).startsWith("no slave finished it");
    assertThat(master.dispatcher.faults()).isZero();
  }

  @Test
  void theTilesOfALostSlaveGoToAnother() {
    ScriptedSlave doomed = master.slave("doomed", 5);
    submit("2", Analysis.OBJECTS);
    assertThat(doomed.assigned()).hasSize(5);
    done(doomed, doomed.assigned().get(0), "m");
    ScriptedSlave other = master.slave("other", 5);
    master.lose(doomed);
    assertThat(other.assigned()).hasSize(4);
    List.copyOf(other.assigned()).forEach(unit -> done(other, unit, "m"));
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.OK);
  }

  @Test
  void untilAllPartsHaveResultsAnImageIsOnTwoSlavesAtMost() {
    List<ScriptedSlave> slaves =
        Stream.of("a", "b", "c", "d", "e").map(name -> master.slave(name, 1)).toList();
    submit("2", Analysis.OBJECTS);
    ScriptedSlave first = having(slaves).get(0);
    done(first, first.assigned().get(0), "m");
    assertThat(having(slaves)).hasSize(2);
  }

  @Test
  void partsThatKillRunAloneThenConfinedAndMakeTheAnalysisPoison() {
    submit("2", Analysis.OBJECTS);
    for (String name : List.of("one", "two")) {
      ScriptedSlave doomed = master.slave(name, 5);
      AssignUnit killer = doomed.assigned().get(0);
      master.start(doomed, killer);
      master.lose(doomed);
    }
    ScriptedSlave host = master.slave("host", 5);
    assertThat(host.assigned()).isEmpty();
    assertThat(host.confined()).as("one at a time").hasSize(1);
    master.childDies(host);
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.POISON);
    assertThat(host.confined()).hasSize(1);
  }

  @Test
  void aPartThatRanWellDoesNotClearTheSuspicionOfTheOthers() {
    submit("2", Analysis.OBJECTS);
    ScriptedSlave doomed = master.slave("doomed", 5);
    master.start(doomed, doomed.assigned().get(0));
    master.lose(doomed);
    ScriptedSlave slave = master.slave("slave", 5);
    for (int part = 1; part <= 5; part++) {
      assertThat(slave.assigned()).as("alone, one after the other").hasSize(part);
      done(slave, slave.assigned().get(part - 1), "m");
    }
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.OK);
    submit("2", Analysis.OBJECTS);
    assertThat(slave.assigned()).as("nothing is suspected any more").hasSize(10);
  }

  @Test
  void partsOfTwoNetworksAreNotMerged() {
    ScriptedSlave one = master.slave("one", 2);
    ScriptedSlave other = master.slave("other", 3);
    submit("2", Analysis.OBJECTS);
    List.copyOf(one.assigned()).forEach(unit -> done(one, unit, "m:1@a"));
    AssignUnit wrong = other.assigned().get(0);
    done(other, wrong, "m:2@b");
    assertThat(master.replies).isEmpty();
    AssignUnit again = one.assigned().get(one.assigned().size() - 1);
    assertThat(again.tile()).as("it is tried elsewhere").isEqualTo(wrong.tile());
    done(one, again, "m:1@a");
    List.copyOf(other.assigned()).stream().skip(1).forEach(unit -> done(other, unit, "m:1@a"));
    assertThat(master.outcome("hash", Analysis.OBJECTS)).isEqualTo(Outcome.OK);
  }

  @Test
  void aClusterWithoutASecondSlaveOfTheSameNetworkSaysSo() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    done(slave, slave.assigned().get(0), "m:1@a");
    for (int i = 1; master.replies.isEmpty() && i < 20; i++) {
      done(slave, slave.assigned().get(i), "m:2@b");
    }
    assertThat(master.message("hash", Analysis.OBJECTS)).contains("m:1@a", "m:2@b", "tiles=off");
  }

  @Test
  void whatNeedsATiledAnalysisGetsTheMergedFindings() {
    ScriptedSlave slave = master.slave("a", 6, Analysis.FACES, Images.GRADE);
    submit("2", Images.GRADE);
    for (AssignUnit unit : List.copyOf(slave.assigned())) {
      assertThat(unit.analysis()).isEqualTo(Analysis.FACES);
      Detection face = Detection.pointed(0.5f, person(480, 480).box(), List.of());
      done(slave, unit, "m", face);
    }
    AssignUnit grade = slave.assigned(Images.GRADE);
    assertThat(grade.tile()).isEmpty();
    assertThat(grade.question().need(Analysis.FACES).orElseThrow().boxes()).hasSize(1);
  }

  @Test
  void autoCutsALargePictureIntoAsManyTilesAsTwoSlavesCanLookAtAtOnce() {
    ScriptedSlave one = master.slave("one", 3);
    ScriptedSlave other = master.slave("other", 3);
    submit("auto", Analysis.OBJECTS);
    assertThat(given(one, other)).as("1000 pixels are not large").hasSize(1);
    var small = Images.request("large", Set.of(Analysis.OBJECTS));
    ImageInfo large = new ImageInfo(ImageFormat.JPEG, 4000, 3000, 1000, "large");
    Ask ask = small.ask().withOption("tiles", "auto");
    master.submit(new TaskRequest(ask, large, small.header(), small.still(), small.file()));
    int tiles = TileGrid.of(4000, 3000, 2).size();
    assertThat(given(one, other)).hasSize(1 + 1 + tiles);
    master.submit(
        new TaskRequest(ask.withName("next"), large, small.header(), small.still(), small.file()));
    long queued =
        master.status().queue().units().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(given(one, other).size() + queued).as("all are busy").isEqualTo(1 + 1 + tiles + 1);
  }

  @Test
  void aBoxOutsideItsTileIsRefused() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    AssignUnit tile =
        slave.assigned().stream()
            .filter(unit -> unit.tile().equals(Optional.of(TILES.get(0))))
            .findFirst()
            .orElseThrow();
    done(slave, tile, "m", person(900, 900));
    assertThat(slave.closed).isTrue();
  }

  @Test
  void theConditionOfThePictureIsTheWorstThatAPartHasSeen() {
    ScriptedSlave slave = master.slave("a", 5);
    submit("2", Analysis.OBJECTS);
    for (AssignUnit unit : List.copyOf(slave.assigned())) {
      PictureCondition seen =
          unit.tile().equals(Optional.of(TILES.get(2)))
              ? PictureCondition.damaged(Optional.of(0.5))
              : PictureCondition.SOUND;
      slave.say(new UnitDone(unit.attempt(), Findings.ofDetections("m", List.of()), TIMING, seen));
    }
    master.loop.runPosted();
    assertThat(master.replies.get(0).image().orElseThrow().condition().isWhole()).isFalse();
  }

  private void submit(String tiles, Analysis... analyses) {
    var plain = Images.request("hash", Set.of(analyses));
    master.submit(Images.asking(plain, plain.ask().withOption("tiles", tiles)));
  }

  private void done(ScriptedSlave slave, AssignUnit unit, String model, Detection... found) {
    slave.say(new UnitDone(unit.attempt(), Findings.ofDetections(model, List.of(found)), TIMING));
    master.loop.runPosted();
  }

  private static List<AssignUnit> given(ScriptedSlave... slaves) {
    return Stream.of(slaves).flatMap(slave -> slave.assigned().stream()).toList();
  }

  private static List<ScriptedSlave> having(List<ScriptedSlave> slaves) {
    return slaves.stream().filter(slave -> !slave.assigned().isEmpty()).toList();
  }

  private static List<Box> boxes(Reply reply) {
    return reply.analyses().get(Analysis.OBJECTS).findings().orElseThrow().boxes().stream()
        .map(Detection::box)
        .toList();
  }

  /** Something that this part alone finds. */
  private static Detection near(Optional<Tile> tile) {
    return tile.map(at -> person(at.x() + 100, at.y() + 100)).orElse(person(300, 800));
  }

  private static Detection person(float x, float y) {
    return Detection.labelled("person", 0.5f, new Box(x, y, 20, 40));
  }
}
