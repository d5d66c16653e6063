package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A slave that knows the secret says what cannot be true: it loses its connection, and its units go
 * to another one.
 */
class ForgedResultsTest extends TaskDispatcherFixture {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Findings NOTHING = Findings.NONE;

  private static Stream<Arguments> findings() {
    return Stream.of(
        forged("corners for objects", Analysis.OBJECTS, Findings.ofPoints(List.of())),
        forged("boxes for edges", Analysis.EDGES, Findings.ofDetections("", List.of())),
        forged("boxes for corners", Analysis.CORNERS, Findings.ofDetections("", List.of())),
        forged("vectors for faces", Analysis.FACES, boxes(0.5f, 0, 0, 1, 1).withVectors(vector())),
        forged("nothing for objects", Analysis.OBJECTS, NOTHING),
        forged("nothing for edges", Analysis.EDGES, NOTHING),
        forged("nothing for corners", Analysis.CORNERS, NOTHING),
        forged("a score above 1", Analysis.FACES, boxes(1.01f, 0, 0, 1, 1)),
        forged("a score below 0", Analysis.FACES, boxes(-0.01f, 0, 0, 1, 1)),
        forged("no score", Analysis.FACES, boxes(Float.NaN, 0, 0, 1, 1)),
        forged("a box beside the picture", Analysis.FACES, boxes(0.5f, 990, 0, 20, 1)),
        forged("a box above the picture", Analysis.FACES, boxes(0.5f, 0, -9, 1, 20)),
        forged("a box turned round", Analysis.FACES, boxes(0.5f, 100, 0, -10, 1)),
        forged("an endless box", Analysis.FACES, boxes(0.5f, 0, 0, Float.POSITIVE_INFINITY, 1)),
        forged("a corner beside the picture", Analysis.CORNERS, point(1002, 5, 1)),
        forged("a corner without strength", Analysis.CORNERS, point(2, 5, -1)),
        forged("numbers without end", Analysis.EDGES, NOTHING.withNumber("pixels", 1 / 0.0)),
        forged("a map that is no PNG", Analysis.EDGES, map(new EncodedPng(new byte[100]))),
        forged("a map cut off", Analysis.EDGES, map(Images.map(40))));
  }

  private static Arguments forged(String name, Analysis analysis, Findings findings) {
    return Arguments.of(Named.of(name, analysis), findings);
  }

  private static Findings boxes(float score, float x, float y, float width, float height) {
    Box box = new Box(x, y, width, height);
    return Findings.ofDetections("m", List.of(Detection.pointed(score, box, List.of())));
  }

  private static Findings point(float x, float y, float strength) {
    return Findings.ofPoints(List.of(new StrongPoint(x, y, strength)));
  }

  private static List<FloatVector> vector() {
    return List.of(new FloatVector(new float[1]));
  }

  private static Findings map(EncodedPng png) {
    return NOTHING.withNumber("pixels", 1).withMap(png);
  }

  @ParameterizedTest
  @MethodSource("findings")
  void findingsThatCannotBeRightAreNoResult(Analysis analysis, Findings findings) {
    assertDismissed(analysis, unit -> new UnitDone(unit.attempt(), findings, took(SHORT)));
  }

  private static UnitTiming took(Duration time) {
    return new UnitTiming(time, time);
  }

  private static Stream<Duration> times() {
    return Stream.of(
        Duration.ofNanos(-1),
        Duration.ofNanos(Long.MIN_VALUE),
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @MethodSource("times")
  void aResultThatTookLessThanNothingOrMoreThanThereWasIsNone(Duration time) {
    assertDismissed(
        Analysis.EDGES,
        unit -> new UnitDone(unit.attempt(), Images.findings(Analysis.EDGES), took(time)));
  }

  @Test
  void aPictureOfEightBitsWasNotStretched() {
    PictureCondition stretched =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(1, 500)));
    assertDismissed(
        Analysis.EDGES,
        unit ->
            new UnitDone(unit.attempt(), Images.findings(Analysis.EDGES), took(SHORT), stretched));
  }

  private static Stream<SlaveMessage> ofOtherUnits() {
    return Stream.of(
        new UnitStarted(1_000),
        new UnitDone(1_000, Images.findings(Analysis.EDGES), took(SHORT)),
        new UnitFailed(1_000, FailureReason.UNREADABLE_IMAGE, "x"),
        new ChildDied(1_000, "x", "x"));
  }

  @ParameterizedTest
  @MethodSource("ofOtherUnits")
  void whatIsSaidOfAUnitOfAnotherSlaveEndsTheConnection(SlaveMessage message) {
    assertDismissed(Analysis.EDGES, unit -> message);
  }

  /** Else a slave could put any picture into quarantine. */
  @Test
  void aChildThatNobodyAskedForHasNotDied() {
    assertDismissed(Analysis.EDGES, unit -> new ChildDied(unit.attempt(), "SIGSEGV", ""));
    var quarantined = dispatcher.quarantined();
    loop.runPosted();
    assertThat(quarantined).isCompletedWithValue(List.of());
  }

  /** It begins a second unit too, which is not suspected of anything afterwards. */
  private void assertDismissed(Analysis analysis, Function<AssignUnit, SlaveMessage> forgery) {
    ScriptedSlave forger = slave("a", 2);
    submit("hash", Set.of(analysis));
    submit("other", Set.of(Analysis.EDGES));
    forger.starts(forger.assigned().get(0));
    forger.starts(forger.assigned().get(1));
    loop.advance(SHORT);
    forger.say(forgery.apply(forger.assigned().get(0)));
    loop.runPosted();
    assertThat(forger.closed).isTrue();
    assertThat(replies).isEmpty();
    assertThat(status().slaves()).isEmpty();

    ScriptedSlave honest = slave("b", 2);
    assertThat(honest.confined()).isEmpty();
    assertThat(honest.assigned()).as("none of them alone").hasSize(2);
    honest.assigned().forEach(honest::finishes);
    loop.runPosted();
    assertThat(replies).extracting(Reply::status).containsOnly(Status.COMPLETE);
    assertThat(dispatcher.isAtRest()).isTrue();
  }

  @Test
  void anImageThatOnlyForgersGetIsAnsweredAfterAsManyTriesAsOthers() {
    submit("hash", Set.of(Analysis.OBJECTS));
    for (int i = 0; replies.isEmpty(); i++) {
      ScriptedSlave forger = slave("a", 1);
      AssignUnit unit = forger.assigned(Analysis.OBJECTS);
      forger.say(new UnitDone(unit.attempt(), Findings.ofPoints(List.of()), took(SHORT)));
      loop.runPosted();
      assertThat(i).isLessThan(10);
    }
    assertThat(replies.get(0).analyses().get(Analysis.OBJECTS).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(replies.get(0).analyses().get(Analysis.OBJECTS).message())
        .contains("slave a has sent what cannot be the result of objects");
  }
}
