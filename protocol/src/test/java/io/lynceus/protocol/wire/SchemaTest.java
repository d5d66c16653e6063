package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private static final Findings SOME =
      new Findings(
          "m",
          Optional.of(
              List.of(
                  new Detection(
                      Optional.of("l"),
                      0.5f,
                      new Box(1, 2, 3, 4),
                      List.of(new Point(1, 2)),
                      new TreeMap<>(Map.of("a", "b"))))),
          Optional.of(List.of(new StrongPoint(1, 2, 3))),
          Map.of("n", 0.5),
          Optional.of(new EncodedPng(new byte[] {7, 8})),
          Optional.of(List.of(new FloatVector(new float[] {1}))));

  /** The class's number plus 2, then the parts in their order. */
  private static final String FINDINGS =
      "36"
          + "016d"
          + "010101016c0000003f0000803f000000400000404000008040010000803f000000400101610162"
          + "01010000803f0000004000004040"
          + "01016e000000000000e03f"
          + "01020708"
          + "010101"
          + "0000803f";

  private static final Question QUESTION =
      new Question(
          AskOptions.NONE.with("e", "png"),
          new TreeMap<>(Map.of(Analysis.FACES, SOME)),
          Optional.of(NetworkChoice.of("n:1")));

  private static final AssignUnit UNIT =
      new AssignUnit(
          1,
          2,
          Analysis.CORNERS,
          QUESTION,
          Optional.of(new Tile(300, 2, 3, 4)),
          320,
          Duration.ofNanos(3),
          new Trace("t-1", Optional.of("yard")));

  private static final String UNIT_HEX =
      "150102"
          + "07636f726e657273"
          + "01"
          + "0165"
          + "03706e67"
          + "01"
          + "056661636573"
          + FINDINGS
          + "01036e3a31"
          + "01ac02020304"
          + "c002"
          + "0603742d31"
          + "0104"
          + "79617264";

  private static final AnalysisDescriptor PLUGIN =
      new AnalysisDescriptor(
          new Analysis("p"),
          "d",
          EnumSet.of(FindingsKind.NUMBERS, FindingsKind.VECTORS),
          new TreeSet<>(Set.of(Analysis.FACES)),
          List.of(AnalysisOption.oneOf("k", "", "x", "y")),
          new Vocabulary(List.of("m", "n"), List.of("l")));

  private static final String HASH = "ab".repeat(32);

  private static final HasNetworks NETWORKS =
      new HasNetworks(
          List.of(
              new NetworkOffer(
                  Analysis.FACES,
                  new NetworkId("n", "1"),
                  HASH,
                  new Vocabulary(List.of("m"), List.of()),
                  true)),
          true);

  private static final String NETWORKS_HEX =
      "01" + "056661636573" + "016e" + "0131" + "40" + "6162".repeat(32) + "01016d" + "01" + "01";

  private static final PictureCondition STRETCHED =
      PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(5, 300)));

  private static final UnitTiming TIMING =
      new UnitTiming(Duration.ofNanos(1), Duration.ofNanos(64));

  /** A change of this needs a change of {@code docs/protocol.md}, and cuts old slaves off. */
  @Test
  void theSchemaIsTheOneThatWasDecidedOn() {
    assertThat(HexFormat.of().formatHex(Schema.hash()))
        .as(Schema.text())
        .isEqualTo("fe24a6708397b65d2bcefafc5b28f27e3b0ef38da399f4ba6943f895556c6ce5");
  }

  /**
   * A test that fails here and not above has found a layout text that no longer tells the truth.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void everyFieldIsWrittenWhereTheLayoutSays(Message message, String expectedHex) {
    ByteBuf out = Unpooled.buffer();
    new MessageCodec().encode(message, out);
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(expectedHex);
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        sample(new Welcome("v1", Duration.ofNanos(1), Duration.ofNanos(2)), "120276310204"),
        sample(new MasterHeartbeat(300), "13ac02"),
        sample(
            new ImageAnnounced(1, 2, new ImageHeader(ImageFormat.PNG, 300, 4, 6)),
            "140102" + "01ac020406"),
        sample(UNIT, UNIT_HEX),
        sample(new ConfineUnit(UNIT), "18" + UNIT_HEX),
        sample(new CancelUnit(-1), "16ffffffffffffffffff"),
        sample(new TaskClosed(5), "1705"),
        sample(new RunAtOnce(300), "19ac02"),
        sample(
            new Register("s", 300, "v", 3, new Processors(258, 4, 2, 1), List.of(PLUGIN), NETWORKS),
            "220173ac02017603"
                + "8202040201"
                + "0101700164140105666163657301016b000201780179"
                + "0".repeat(32)
                + "0001016c"
                + "02016d016e"
                + NETWORKS_HEX),
        sample(
            new NetworkAnnounced(1, new NetworkId("n", "1"), HASH, "k", 300),
            "1a01" + "016e" + "0131" + "40" + "6162".repeat(32) + "016b" + "ac02"),
        sample(NETWORKS, "29" + NETWORKS_HEX),
        sample(new NetworkTaken(1, "no"), "2a01026e6f"),
        sample(new SlaveHeartbeat(1, 2, new MemoryUse(3, 4, 5, 6, 7)), "2301020304050607"),
        sample(new UnitStarted(6), "2406"),
        sample(new UnitDone(1, SOME, TIMING), "2501" + FINDINGS + "028001" + "0000000000"),
        sample(
            new UnitDone(1, Findings.NONE, TIMING, PictureCondition.damaged(Optional.of(0.5))),
            "2501" + "36000000000000" + "028001" + "0101000000000000e03f" + "000000"),
        sample(
            new UnitDone(1, Findings.NONE, TIMING, STRETCHED.withFlat(true)),
            "2501" + "36000000000000" + "028001" + "0000" + "0105ac02" + "0100"),
        sample(
            new UnitDone(
                1,
                Findings.NONE,
                TIMING,
                PictureCondition.SOUND,
                Optional.of(new Thumbnail(new byte[] {8, 9}))),
            "2501" + "36000000000000" + "028001" + "00000000" + "01020809"),
        sample(new UnitFailed(1, FailureReason.REFUSED, "no"), "260102026e6f"),
        sample(new Draining(), "27"),
        sample(new ChildDied(1, "no", "hs"), "2801026e6f026873"));
  }

  private static Arguments sample(Message message, String hex) {
    return Arguments.of(message, hex);
  }

  @Test
  void everyMessageAndTheFindingsHaveTheirNumberOnce() {
    List<Class<?>> all =
        Stream.concat(
                Stream.of(MasterMessage.class, SlaveMessage.class)
                    .<Class<?>>flatMap(type -> Arrays.stream(type.getPermittedSubclasses())),
                Stream.of(Findings.class))
            .toList();
    assertThat(Schema.text().lines().map(line -> line.split(" ", -1)[1]))
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Class::getSimpleName).toList());
    assertThat(Schema.text().lines().map(line -> line.split(" ", -1)[0])).doesNotHaveDuplicates();
  }

  @Test
  void noAnalysisIsNamedSoThatOneMoreChangesNothing() {
    for (Analysis analysis : Analysis.STANDARD) {
      assertThat(Schema.text()).doesNotContain(analysis.key());
    }
  }
}
