package io.lynceus.protocol.wire;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Corner;
import io.lynceus.model.Findings.Corners;
import io.lynceus.model.Findings.Edges;
import io.lynceus.model.Findings.FaceDetection;
import io.lynceus.model.Findings.Faces;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Findings.Objects;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Point;
import io.lynceus.model.UnitOptions;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Every message that there is, from empty to as large as it may be. */
final class MessageArbitraries {
  private MessageArbitraries() {}

  static Arbitrary<Message> messages() {
    Arbitrary<Long> numbers = Arbitraries.longs();
    Arbitrary<Integer> counts = Arbitraries.integers();
    return Arbitraries.oneOf(
        Combinators.combine(strings(64), durations(), durations()).as(Welcome::new),
        numbers.map(MasterHeartbeat::new),
        Combinators.combine(numbers, Arbitraries.integers().between(1, Integer.MAX_VALUE))
            .as(ImageAnnounced::new),
        Combinators.combine(
                numbers,
                numbers,
                Arbitraries.of(Analysis.class),
                options(),
                durations(),
                strings(128))
            .as(AssignUnit::new),
        numbers.map(CancelUnit::new),
        numbers.map(TaskClosed::new),
        Combinators.combine(
                strings(64),
                strings(64),
                Arbitraries.integers().between(1, 1024),
                Arbitraries.of(Analysis.class).set())
            .as(Register::new),
        Combinators.combine(
                counts,
                counts,
                Combinators.combine(counts, numbers, numbers, numbers, numbers).as(MemoryUse::new))
            .as(SlaveHeartbeat::new),
        numbers.map(UnitStarted::new),
        Combinators.combine(
                numbers,
                findings(),
                Combinators.combine(durations(), durations()).as(UnitTiming::new))
            .as(UnitDone::new),
        Combinators.combine(numbers, Arbitraries.of(FailureReason.class), strings(1024))
            .as(UnitFailed::new),
        Arbitraries.create(Draining::new));
  }

  private static Arbitrary<UnitOptions> options() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            strings(UnitOptions.MAX_LABEL_LENGTH).list().ofMaxSize(UnitOptions.MAX_LABELS),
            Arbitraries.doubles().between(0, 1).optional())
        .as(
            (png, labels, score) ->
                new UnitOptions(
                    png, labels, score.map(OptionalDouble::of).orElseGet(OptionalDouble::empty)));
  }

  static Arbitrary<Findings> findings() {
    Arbitrary<Float> floats = Arbitraries.floats();
    Arbitrary<Box> boxes = Combinators.combine(floats, floats, floats, floats).as(Box::new);
    Arbitrary<ObjectDetection> objects =
        Combinators.combine(strings(64), floats, boxes).as(ObjectDetection::new);
    Arbitrary<FaceDetection> faces =
        Combinators.combine(
                floats,
                boxes,
                Combinators.combine(floats, floats).as(Point::new).list().ofMaxSize(16))
            .as(FaceDetection::new);
    Arbitrary<Corner> corners = Combinators.combine(floats, floats, floats).as(Corner::new);
    Arbitrary<EncodedPng> pngs =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(2000).map(EncodedPng::new);
    return Arbitraries.oneOf(
        Combinators.combine(strings(128), objects.list().ofMaxSize(50)).as(Objects::new),
        Combinators.combine(strings(128), faces.list().ofMaxSize(50)).as(Faces::new),
        Combinators.combine(Arbitraries.longs(), Arbitraries.doubles(), pngs.optional())
            .as(Edges::new),
        corners.list().ofMaxSize(Corners.MAX_POINTS).map(Corners::new));
  }

  /** Of all that is text: unpaired surrogates are none. */
  private static Arbitrary<String> strings(int maxChars) {
    return Arbitraries.chars()
        .filter(character -> !Character.isSurrogate(character))
        .array(char[].class)
        .ofMaxSize(maxChars)
        .map(String::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().map(Duration::ofNanos);
  }
}
