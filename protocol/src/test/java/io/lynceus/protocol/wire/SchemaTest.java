package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private static final UnitTiming TIMING =
      new UnitTiming(Duration.ofNanos(1), Duration.ofNanos(64));

  /** Whoever changes this changes {@code docs/protocol.md}, and cuts old slaves off. */
  @Test
  void theSchemaIsTheOneThatWasDecidedOn() {
    assertThat(HexFormat.of().formatHex(Schema.hash()))
        .as(Schema.text())
        .isEqualTo("facbd99809c1313b2897f581212b0efcd7137d9c57a9bfc2a087a984b1789c38");
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
    Box box = new Box(1, 2, 3, 4);
    return Stream.of(
        sample(new Welcome("v1", Duration.ofNanos(1), Duration.ofNanos(2)), "120276310204"),
        sample(new MasterHeartbeat(300), "13ac02"),
        sample(new ImageAnnounced(1, 2), "140102"),
        sample(
            new AssignUnit(
                1,
                2,
                Analysis.CORNERS,
                new UnitOptions(true, List.of("a", "bc"), OptionalDouble.of(0.5)),
                Duration.ofNanos(3),
                "t-1"),
            "150102030102016102626301000000000000e03f0603742d31"),
        sample(new CancelUnit(-1), "16ffffffffffffffffff"),
        sample(new TaskClosed(5), "1705"),
        sample(
            new Register("s", "v", 3, Set.of(Analysis.OBJECTS, Analysis.CORNERS)),
            "22017301760309"),
        sample(new SlaveHeartbeat(1, 2, new MemoryUse(3, 4, 5, 6, 7)), "2301020304050607"),
        sample(new UnitStarted(6), "2406"),
        sample(
            new UnitDone(1, new Objects("m", List.of(new ObjectDetection("l", 0.5f, box))), TIMING),
            "250132016d01016c0000003f0000803f000000400000404000008040028001"),
        sample(
            new UnitDone(
                1,
                new Faces("m", List.of(new FaceDetection(0.5f, box, List.of(new Point(1, 2))))),
                TIMING),
            "250133016d010000003f0000803f000000400000404000008040010000803f00000040028001"),
        sample(
            new UnitDone(
                1, new Edges(9, 0.5, Optional.of(new EncodedPng(new byte[] {7, 8}))), TIMING),
            "25013409000000000000e03f01020708028001"),
        sample(
            new UnitDone(1, new Corners(List.of(new Corner(1, 2, 3))), TIMING),
            "250135010000803f0000004000004040028001"),
        sample(new UnitFailed(1, FailureReason.REFUSED, "no"), "260102026e6f"),
        sample(new Draining(), "27"));
  }

  private static Arguments sample(Message message, String hex) {
    return Arguments.of(message, hex);
  }

  @Test
  void everyMessageAndFindingHasItsNumberOnce() {
    List<Class<?>> all =
        Stream.of(MasterMessage.class, SlaveMessage.class, Findings.class)
            .<Class<?>>flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
            .toList();
    assertThat(Schema.text().lines().map(line -> line.split(" ", -1)[1]))
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Class::getSimpleName).toList());
    assertThat(Schema.text().lines().map(line -> line.split(" ", -1)[0])).doesNotHaveDuplicates();
  }

  @Test
  void everyAnalysisHasItsPlace() {
    assertThat(Fields.ANALYSES).containsExactlyInAnyOrder(Analysis.values());
  }
}
