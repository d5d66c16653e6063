package io.lynceus.vision.trial;

import static io.lynceus.model.TestOnnx.floats;
import static io.lynceus.model.TestOnnx.graph;
import static io.lynceus.model.TestOnnx.model;
import static io.lynceus.model.TestOnnx.node;
import static io.lynceus.model.TestOnnx.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.TestOnnx;
import io.lynceus.model.TestOnnx.Message;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.trial.OnnxFile.Value;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  private static final Message INPUT = value("x", 1, 3, TestOnnx.ANY, 8);
  private static final Message OUTPUT = value("y", 1, 2);

  @TempDir private Path folder;

  private static OnnxFile read(Message model) throws NetworkException {
    return OnnxFile.read(ByteBuffer.wrap(model.toBytes()));
  }

  private static void assertRefused(Message model, String why) {
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private static Message withWeights(Message weights) {
    return model(graph(List.of(), List.of(weights), List.of(INPUT), List.of(OUTPUT)));
  }

  @Test
  void aFileTellsItsInputsAndOutputsButNotItsWeights() throws Exception {
    Message weights = floats("w", new float[2], 2);
    Message inputs = value("w", 2); // as older files have it
    OnnxFile network =
        read(model(graph(List.of(), List.of(weights), List.of(INPUT, inputs), List.of(OUTPUT))));
    assertThat(network.inputs()).containsExactly(new Value("x", List.of(1L, 3L, OnnxFile.ANY, 8L)));
    assertThat(network.outputs()).containsExactly(new Value("y", List.of(1L, 2L)));
  }

  @Test
  void eachBeginningOfAFileIsRefused() throws Exception {
    byte[] whole = TestOnnx.yolox().toBytes();
    OnnxFile.read(ByteBuffer.wrap(whole));
    int graphEnds = whole.length - 6; // the version of operators follows
    for (int length = 0; length < graphEnds; length++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, length);
      assertThatThrownBy(() -> OnnxFile.read(part)).isInstanceOf(NetworkException.class);
    }
  }

  @Test
  void noBytesDoHarm() {
    Random random = new Random(7);
    byte[] whole = TestOnnx.yolox().toBytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
      for (int changes = 0; changes < 3; changes++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        OnnxFile.read(ByteBuffer.wrap(bytes));
      } catch (NetworkException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void weightsInAnotherFileAreRefused() {
    Message located = new Message().number(1, 4).number(2, 1).text(8, "w").number(14, 1);
    Message named =
        new Message()
            .number(1, 4)
            .number(2, 1)
            .message(13, new Message().text(1, "location").text(2, "/etc/passwd"));
    for (Message external : List.of(located, named)) {
      assertRefused(withWeights(external), "another file");
      Message attribute = new Message().text(1, "value").message(5, external);
      Message node = node("Constant", "_", "y").message(5, attribute);
      assertRefused(
          model(graph(List.of(node), List.of(), List.of(INPUT), List.of(OUTPUT))), "another file");
      Message sparse = new Message().message(1, external);
      assertRefused(model(new Message().message(15, sparse)), "another file");
    }
  }

  @Test
  void operatorsOfOthersAreRefusedWhereverTheyAre() {
    Message foreign = node("Evil", "x", "y").text(7, "com.example");
    Message inner = graph(List.of(foreign), List.of(), List.of(), List.of());
    Message loop = node("Loop", "x", "y").message(5, TestOnnx.attribute("body", inner));
    for (Message node : List.of(foreign, loop)) {
      assertRefused(
          model(graph(List.of(node), List.of(), List.of(INPUT), List.of(OUTPUT))),
          "operators of 'com.example'");
    }
    Message graph = graph(List.of(), List.of(), List.of(INPUT), List.of(OUTPUT));
    assertRefused(
        model(graph).message(8, new Message().text(1, "com.microsoft").number(2, 1)),
        "operators of 'com.microsoft'");
    assertRefused(model(graph).message(25, new Message().text(1, "f")), "functions of its own");
  }

  @Test
  void aTensorThatHasNotWhatItSaysIsRefused() {
    assertRefused(withWeights(floats("w", new float[3], 4)), "'w' does not hold");
    assertRefused(withWeights(floats("w", new float[1], 1_000_000_000)), "'w' does not hold");
    assertRefused(withWeights(floats("w", new float[1], 1L << 40, 1L << 40)), "does not hold");
    assertRefused(withWeights(floats("w", new float[1], -1)), "does not hold");
    assertRefused(withWeights(new Message().number(1, 5).number(2, 1)), "does not hold");
  }

  @Test
  void graphsAreNestedSixteenDeepAtMost() throws Exception {
    read(model(nested(16)));
    assertRefused(model(nested(17)), "more than 16 graphs within one another");
  }

  private static Message nested(int deep) {
    Message graph = graph(List.of(), List.of(), List.of(), List.of());
    for (int i = 0; i < deep; i++) {
      Message node = node("If", "c", "y").message(5, TestOnnx.attribute("then_branch", graph));
      graph = graph(List.of(node), List.of(), List.of(), List.of());
    }
    return graph;
  }

  @Test
  void aFileLargerThan512MiBIsNotLookedInto() throws Exception {
    Path file = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(OnnxFile.MOST_BYTES + 1);
    }
    assertThatThrownBy(() -> OnnxFile.read(file)).hasMessageContaining("at most 512 MiB");
    Files.write(file, "<!DOCTYPE html><html>not found</html>".getBytes(UTF_8));
    assertThatThrownBy(() -> OnnxFile.read(file)).hasMessageContaining("a page about it");
    assertThatThrownBy(() -> OnnxFile.read(folder)).hasMessageContaining("no such file");
  }
}
