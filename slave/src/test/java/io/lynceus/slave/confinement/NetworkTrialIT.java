package io.lynceus.slave.confinement;

import static io.lynceus.model.TestOnnx.attribute;
import static io.lynceus.model.TestOnnx.floats;
import static io.lynceus.model.TestOnnx.graph;
import static io.lynceus.model.TestOnnx.longs;
import static io.lynceus.model.TestOnnx.model;
import static io.lynceus.model.TestOnnx.node;
import static io.lynceus.model.TestOnnx.typed;
import static io.lynceus.model.TestOnnx.value;
import static io.lynceus.model.TestOnnx.weights;
import static io.lynceus.model.TestOnnx.yolox;
import static io.lynceus.model.TestOnnx.yoloxGraph;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.TestOnnx;
import io.lynceus.model.TestOnnx.Message;
import io.lynceus.slave.confinement.NetworkTrial.Bounds;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Good and bad networks, each in a JVM of its own. */
class NetworkTrialIT {
  private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(60), 1L << 30);
  private static final Bounds SHORT = new Bounds(Duration.ofSeconds(8), 1L << 30);

  @TempDir private Path folder;

  private static Duration tried(Path network, Bounds bounds) throws Exception {
    return new NetworkTrial(bounds, Optional.empty()).run(network);
  }

  private Path network(byte[] onnx) throws IOException {
    Path network = Files.createDirectories(folder.resolve("bad").resolve("1"));
    Files.write(network.resolve("model.onnx"), onnx);
    Files.writeString(
        network.resolve("model.conf"),
        """
        kind = yolox
        labels = [person]
        input.size = [32, 32]
        sha256 = %s
        """
            .formatted(NetworkFile.sha256(onnx)));
    return network;
  }

  @Test
  void aGoodNetworkPassesAndItsRunIsTimed() throws Exception {
    assertThat(tried(network(yolox().toBytes()), BOUNDS))
        .isPositive()
        .isLessThan(Duration.ofSeconds(5));
  }

  /** What is wrong with a file, the file, and a part of what is said of it. */
  static Stream<Arguments> badFiles() {
    Map<String, Object[]> bad = new TreeMap<>();
    byte[] good = yolox().toBytes();
    bad.put("empty", new Object[] {new byte[0], "it is no ONNX file"});
    bad.put("cut", new Object[] {Arrays.copyOf(good, good.length / 2), "part of one"});
    bad.put("a page", new Object[] {"<html>not found</html>".getBytes(UTF_8), "no ONNX file"});
    put(
        bad,
        "other operators",
        withNode(node("Evil", "images", "mean").text(7, "com.example")),
        "'com.example'");
    put(bad, "unknown operator", withNode(node("Nonsense", "images", "mean")), "Nonsense");
    put(
        bad,
        "lying weights",
        yoloxGraph(mean(), List.of(floats("w", new float[1], 1_000_000_000))),
        "does not hold as many");
    put(bad, "a loop without end", endless(), "8 s of a processor were not enough before it");
    put(bad, "a huge tensor", filled(1_000_000_000L), "more than");
    put(bad, "a tensor beyond numbers", filled(1L << 40, 1L << 40), "fails");
    put(bad, "two inputs", twoInputs(), "it takes 2 inputs");
    put(
        bad,
        "another output",
        otherOutput("places", 1, 21, 6),
        "it has no output output: it has [places]");
    put(bad, "another shape", otherOutput("output", 1, 20, 6), "output");
    put(
        bad,
        "another input",
        otherInput(),
        "it takes [1, 3, 64, 64], where its description says [1, 3, 32, 32]");
    return bad.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
  }

  private static void put(Map<String, Object[]> bad, String what, Message graph, String why) {
    bad.put(what, new Object[] {model(graph).toBytes(), why});
  }

  private static List<Message> mean() {
    return List.of(node("ReduceMean", "images", "mean").message(5, attribute("keepdims", 0)));
  }

  private static Message withNode(Message node) {
    return yoloxGraph(List.of(node), List.of());
  }

  /** A loop whose condition stays true, without a count. */
  private static Message endless() {
    Message body =
        graph(
            List.of(node("Identity", "c", "c2"), node("Identity", "v", "v2")),
            List.of(),
            List.of(
                typed("i", TestOnnx.INT64), typed("c", TestOnnx.BOOL), typed("v", TestOnnx.FLOAT)),
            List.of(typed("c2", TestOnnx.BOOL), typed("v2", TestOnnx.FLOAT)));
    return yoloxGraph(
        List.of(
            node("ReduceMean", "images", "start").message(5, attribute("keepdims", 0)),
            node("Loop", "_ true start", "mean").message(5, attribute("body", body))),
        List.of(weights("true", TestOnnx.BOOL, new byte[] {1})));
  }

  /** A small file whose run makes a tensor of this size. */
  private static Message filled(long... extents) {
    return yoloxGraph(
        List.of(
            node("ReduceMean", "images", "start").message(5, attribute("keepdims", 0)),
            node("Expand", "start extents", "large"),
            node("Exp", "large", "larger"),
            node("ReduceMean", "larger", "mean").message(5, attribute("keepdims", 0))),
        List.of(longs("extents", extents)));
  }

  private static Message twoInputs() {
    return yoloxGraph(
            List.of(
                node("Add", "images more", "sum"),
                node("ReduceMean", "sum", "mean").message(5, attribute("keepdims", 0))),
            List.of())
        .message(11, value("more", 1, 3, 32, 32));
  }

  private static Message otherOutput(String name, long... extents) {
    return graph(
        List.of(mean().get(0), node("Expand", "mean extents", name)),
        List.of(longs("extents", extents)),
        List.of(value("images", 1, 3, 32, 32)),
        List.of(value(name, extents)));
  }

  private static Message otherInput() {
    return graph(
        List.of(mean().get(0), node("Expand", "mean extents", "output")),
        List.of(longs("extents", 1, 21, 6)),
        List.of(value("images", 1, 3, 64, 64)),
        List.of(value("output", 1, 21, 6)));
  }

  @Tag("story")
  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void aBadNetworkIsRefusedInOneLineAndNoChildStays(String what, byte[] onnx, String why)
      throws Exception {
    Path network = network(onnx);
    assertThatThrownBy(() -> tried(network, SHORT))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
    assertThat(ProcessHandle.current().children().filter(NetworkTrialIT::isTrial)).isEmpty();
  }

  private static boolean isTrial(ProcessHandle child) {
    return child.info().commandLine().orElse("").contains(TrialMain.class.getName());
  }

  @Test
  void anotherHashThanThatOfTheDescriptionIsRefused() throws Exception {
    Path network = network(yolox().toBytes());
    Files.write(network.resolve("model.onnx"), model(endless()).toBytes());
    assertThatThrownBy(() -> tried(network, BOUNDS)).hasMessageContaining("sha256");
  }
}
