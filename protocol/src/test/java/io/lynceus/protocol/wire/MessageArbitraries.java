package io.lynceus.protocol.wire;

import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.FloatVector;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Point;
import io.lynceus.model.Question;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.text.FoldedText;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
        Combinators.combine(numbers, positive(), headers()).as(ImageAnnounced::new),
        units(),
        units().map(ConfineUnit::new),
        numbers.map(CancelUnit::new),
        numbers.map(TaskClosed::new),
        Combinators.combine(
                strings(64),
                numbers,
                strings(64),
                Arbitraries.integers().between(1, 1024),
                descriptors().list().ofMaxSize(4).uniqueElements(AnalysisDescriptor::analysis),
                networks())
            .as(
                (name, process, version, slots, analyses, networks) ->
                    new Register(
                        name, process, version, slots, Processors.of(slots), analyses, networks)),
        networks(),
        Combinators.combine(numbers, strings(1024)).as(NetworkTaken::new),
        Combinators.combine(
                Arbitraries.longs().between(1, Long.MAX_VALUE),
                ids(),
                hashes(),
                strings(2000),
                Arbitraries.integers().between(1, NetworkAnnounced.MAX_BYTES))
            .as(NetworkAnnounced::new),
        Combinators.combine(
                counts,
                counts,
                Combinators.combine(counts, numbers, numbers, numbers, numbers).as(MemoryUse::new))
            .as(SlaveHeartbeat::new),
        numbers.map(UnitStarted::new),
        Combinators.combine(
                numbers,
                findings(),
                Combinators.combine(durations(), durations()).as(UnitTiming::new),
                thumbnails().optional())
            .as(
                (attempt, findings, timing, thumbnail) ->
                    new UnitDone(attempt, findings, timing, PictureCondition.SOUND, thumbnail)),
        Combinators.combine(numbers, Arbitraries.of(FailureReason.class), strings(1024))
            .as(UnitFailed::new),
        Combinators.combine(numbers, strings(1024), strings(16_384)).as(ChildDied::new),
        Arbitraries.create(Draining::new));
  }

  private static Arbitrary<AssignUnit> units() {
    Arbitrary<Long> numbers = Arbitraries.longs();
    return Combinators.combine(
            numbers,
            numbers,
            analyses(),
            questions(),
            tiles().optional(),
            Arbitraries.integers().between(0, Thumbnail.MAX_SIDE),
            durations(),
            traces())
        .as(AssignUnit::new);
  }

  private static Arbitrary<Thumbnail> thumbnails() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(2000).map(Thumbnail::new);
  }

  private static Arbitrary<Tile> tiles() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, ImageLimits.LONGEST_SIDE);
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, ImageLimits.LONGEST_SIDE);
    return Combinators.combine(places, places, sides, sides).as(Tile::new);
  }

  private static Arbitrary<Integer> positive() {
    return Arbitraries.integers().between(1, Integer.MAX_VALUE);
  }

  private static Arbitrary<ImageHeader> headers() {
    return Combinators.combine(
            Arbitraries.of(ImageFormat.class),
            positive(),
            positive(),
            Arbitraries.integers().between(1, 8))
        .as(ImageHeader::new);
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(40);
  }

  private static Arbitrary<Analysis> analyses() {
    return Arbitraries.oneOf(Arbitraries.of(Analysis.STANDARD), keys().map(Analysis::new));
  }

  private static Arbitrary<AnalysisDescriptor> descriptors() {
    Arbitrary<AnalysisOption> options =
        Arbitraries.oneOf(
            keys().map(key -> AnalysisOption.list(key, "a list")),
            keys().map(key -> AnalysisOption.number(key, "a number", -1, 1e9)),
            Combinators.combine(keys(), strings(64))
                .as((key, word) -> AnalysisOption.oneOf(key, "words", word, "other")));
    Arbitrary<AnalysisDescriptor> plugins =
        Combinators.combine(
                keys().map(key -> new Analysis("x" + key.substring(1))),
                strings(200),
                Arbitraries.of(FindingsKind.class).set().ofMinSize(1),
                keys().map(key -> new Analysis("y" + key.substring(1))).set().ofMaxSize(8),
                options.list().ofMaxSize(4),
                vocabularies())
            .as(
                (analysis, text, kinds, needs, keys, labels) ->
                    new AnalysisDescriptor(
                        analysis, text, kinds, new TreeSet<>(needs), keys, labels));
    return Arbitraries.oneOf(Arbitraries.of(AnalysisDescriptor.STANDARD), plugins);
  }

  private static Arbitrary<Vocabulary> vocabularies() {
    Arbitrary<List<String>> labels =
        strings(64)
            .filter(label -> !label.contains(",") && !FoldedText.of(label).isEmpty())
            .list()
            .ofMaxSize(8)
            .uniqueElements(FoldedText::of);
    return Combinators.combine(labels, strings(64).list().ofMaxSize(8)).as(Vocabulary::new);
  }

  private static Arbitrary<HasNetworks> networks() {
    Arbitrary<NetworkOffer> offers =
        Combinators.combine(
                analyses(),
                ids(),
                hashes(),
                vocabularies().map(some -> new Vocabulary(some.labels(), List.of())))
            .as((analysis, id, hash, some) -> new NetworkOffer(analysis, id, hash, some, false));
    return Combinators.combine(
            offers.list().ofMaxSize(4).uniqueElements(offer -> offer.analysis() + offer.model()),
            Arbitraries.of(true, false))
        .as(HasNetworks::new);
  }

  private static Arbitrary<NetworkId> ids() {
    return Combinators.combine(
            Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(48),
            Arbitraries.strings().withCharRange('0', '9').ofMinLength(1).ofMaxLength(32))
        .as(NetworkId::new);
  }

  private static Arbitrary<String> hashes() {
    return Arbitraries.strings().withChars("0123456789abcdef").ofLength(64);
  }

  private static Arbitrary<Question> questions() {
    Arbitrary<AskOptions> options =
        Arbitraries.maps(keys(), strings(200))
            .ofMaxSize(4)
            .map(values -> new AskOptions(new TreeMap<>(values)));
    Arbitrary<SortedMap<Analysis, Findings>> needs =
        Arbitraries.maps(analyses(), findings()).ofMaxSize(2).map(TreeMap::new);
    Arbitrary<Optional<NetworkChoice>> choices =
        Combinators.combine(ids(), hashes()).as(NetworkChoice::exactly).optional();
    return Combinators.combine(options, needs, choices).as(Question::new);
  }

  static Arbitrary<Findings> findings() {
    Arbitrary<Float> floats = Arbitraries.floats();
    Arbitrary<Box> boxes = Combinators.combine(floats, floats, floats, floats).as(Box::new);
    Arbitrary<Detection> detections =
        Combinators.combine(
                strings(64).optional(),
                floats,
                boxes,
                Combinators.combine(floats, floats).as(Point::new).list().ofMaxSize(16),
                Arbitraries.maps(strings(40), strings(256)).ofMaxSize(3))
            .as(
                (label, score, box, points, attributes) ->
                    new Detection(label, score, box, points, new TreeMap<>(attributes)));
    Arbitrary<StrongPoint> points =
        Combinators.combine(floats, floats, floats).as(StrongPoint::new);
    Arbitrary<EncodedPng> pngs =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(2000).map(EncodedPng::new);
    Arbitrary<FloatVector> vectors =
        floats.array(Float[].class).ofMaxSize(20).map(MessageArbitraries::vector);
    return Combinators.combine(
            strings(128),
            detections.list().ofMaxSize(50).optional(),
            points.list().ofMaxSize(50).optional(),
            Arbitraries.maps(keys().map(key -> "n" + key.substring(1)), Arbitraries.doubles())
                .ofMaxSize(4),
            pngs.optional(),
            vectors.list().ofMaxSize(3).optional())
        .as(Findings::new);
  }

  private static FloatVector vector(Float[] boxed) {
    float[] values = new float[boxed.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed[i];
    }
    return new FloatVector(values);
  }

  /** Of all that is text: unpaired surrogates are none. */
  private static Arbitrary<Trace> traces() {
    return Combinators.combine(strings(128), strings(40).optional()).as(Trace::new);
  }

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
