package io.lynceus.app.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.app.cli.CommandException;
import io.lynceus.vision.network.NetworkKind;
import io.lynceus.vision.trial.OnnxFile;
import io.lynceus.vision.trial.OnnxFile.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code model.conf} of a network that a user adds: what the user says, then what the ONNX file
 * says of itself. The rest is as usual for its kind.
 *
 * @param labels a file with one label a line, or the name of a list that is known
 */
record AddedConf(NetworkKind kind, Optional<String> labels) {
  private static final int MOST_BYTES_OF_LABELS = 1 << 18;
  private static final int CHANNELS = 3;

  /** What a kind with one output calls it. */
  private static final Map<NetworkKind, String> SINGLE_OUTPUTS =
      Map.of(
          NetworkKind.YOLOX, "all",
          NetworkKind.NANODET_PLUS, "all",
          NetworkKind.YOLOV8_LIKE, "all",
          NetworkKind.EMBEDDING, "vector",
          NetworkKind.CLASSIFIER, "scores");

  /**
   * Puts both together.
   *
   * @param given what the user's own file says; it counts more
   */
  Config of(OnnxFile network, Config given) throws CommandException {
    Config conf = given.withValue("kind", ConfigValueFactory.fromAnyRef(kind.key()));
    if (labels.isPresent()) {
      conf = conf.withValue("labels", ConfigValueFactory.fromAnyRef(labels(labels.get())));
    }
    if (kind.use().hasLabels() && !conf.hasPath("labels")) {
      throw new CommandException(
          CommandException.USAGE,
          "say the labels of its classes: --labels FILE, or --labels coco-80");
    }
    if (network.inputs().size() == 1) {
      conf = withSize(conf, network.inputs().get(0).dimensions());
    }
    String part = SINGLE_OUTPUTS.get(kind);
    if (part != null && network.outputs().size() == 1 && !conf.hasPath("outputs")) {
      Value output = network.outputs().get(0);
      conf = conf.withValue("outputs." + part, ConfigValueFactory.fromAnyRef(output.name()));
    }
    return conf;
  }

  private static Config withSize(Config conf, List<Long> extents) {
    if (extents.size() != 4 || conf.hasPath("input.size") || conf.hasPath("input.long-side")) {
      return conf;
    }
    boolean planes = extents.get(1) == CHANNELS;
    boolean pixels = !planes && extents.get(3) == CHANNELS;
    if (!planes && !pixels) {
      return conf;
    }
    Config changed =
        conf.withValue("input.layout", ConfigValueFactory.fromAnyRef(planes ? "nchw" : "nhwc"));
    long height = extents.get(planes ? 2 : 1);
    long width = extents.get(planes ? 3 : 2);
    return height == OnnxFile.ANY || width == OnnxFile.ANY
        ? changed
        : changed.withValue("input.size", ConfigValueFactory.fromIterable(List.of(width, height)));
  }

  private static Object labels(String text) throws CommandException {
    Path file = Path.of(text);
    if (!Files.exists(file)) {
      return text;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES_OF_LABELS + 1);
      if (bytes.length > MOST_BYTES_OF_LABELS) {
        throw new CommandException(
            CommandException.USAGE, "--labels: " + file + " is too large for a list of labels");
      }
      return new String(bytes, UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "--labels: " + file + " cannot be read", e);
    }
  }
}
