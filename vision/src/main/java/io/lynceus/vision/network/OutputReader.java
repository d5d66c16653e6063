package io.lynceus.vision.network;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.OutputForm.Activation;
import io.lynceus.vision.network.OutputForm.Background;
import io.lynceus.vision.network.OutputForm.Grid;
import io.lynceus.vision.network.OutputForm.PriorSize;
import io.lynceus.vision.network.OutputForm.Priors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a {@code model.conf} says of a network's outputs. */
final class OutputReader {
  private static final String ACTIVATION = "activation";
  private static final String BACKGROUND = "background";
  private static final int GREATEST_STRIDE = 1024;
  private static final int GREATEST_PRIOR = 8192;
  private static final int MAX_NAME_CHARS = 200;

  private final NetworkKind kind;
  private final ConfReader conf;

  OutputReader(NetworkKind kind, ConfReader conf) {
    this.kind = kind;
    this.conf = conf;
  }

  /** The keys that networks of that kind have beside {@code outputs}. */
  static Set<String> keys(NetworkKind kind) {
    return switch (kind) {
      case SSD -> Set.of(ACTIVATION, BACKGROUND, "priors", "variances");
      case DETR -> Set.of(ACTIVATION, BACKGROUND);
      case CLASSIFIER -> Set.of(ACTIVATION);
      default -> Set.of();
    };
  }

  /**
   * The parts that the outputs of a kind play, in each of its forms, with the number of outputs of
   * each: one for each stride.
   */
  private static List<Map<String, Integer>> forms(NetworkKind kind) {
    return switch (kind) {
      case CENTERNET -> List.of(Map.of("heatmap", 1, "sides", 1));
      case BLAZEFACE -> List.of(Map.of("scores", 2, "shapes", 2));
      case YOLOX, YOLOV8_LIKE -> List.of(Map.of("all", 1));
      case NANODET_PLUS -> List.of(Map.of("all", 1), Map.of("scores", 4, "sides", 4));
      case YUNET -> List.of(Map.of("classes", 3, "objects", 3, "boxes", 3, "points", 3));
      case ATSS -> List.of(Map.of("scores", 5, "centredness", 5, "boxes", 5));
      case SSD, DETR -> List.of(Map.of("scores", 1, "boxes", 1));
      case EMBEDDING -> List.of(Map.of("vector", 1));
      case CLASSIFIER -> List.of(Map.of("scores", 1));
    };
  }

  OutputForm read(List<String> labels) {
    Set<String> known = keys(kind);
    return new OutputForm(
        names(conf.section("outputs")),
        labels,
        known.contains(ACTIVATION)
            ? Activation.valueOf(word(ACTIVATION, "none", "sigmoid", "softmax"))
            : Activation.NONE,
        known.contains(BACKGROUND)
            ? Background.valueOf(word(BACKGROUND, "none", "first", "last"))
            : Background.NONE,
        kind == NetworkKind.SSD ? priors() : Priors.NONE);
  }

  private String word(String key, String... words) {
    return conf.word(key, List.of(words)).toUpperCase(Locale.ROOT);
  }

  private Map<String, List<String>> names(ConfReader outputs) {
    Map<String, Integer> form =
        forms(kind).stream()
            .filter(parts -> parts.keySet().equals(outputs.keys()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "outputs names those of %s: %s, not %s"
                            .formatted(kind, described(kind), outputs.keys())));
    Map<String, List<String>> names = new HashMap<>();
    Set<String> all = new HashSet<>();
    form.forEach(
        (part, count) -> {
          List<String> given = outputs.texts(part);
          Check.that(
              given.size() == count,
              outputs.name(part),
              count == 1 ? "one name" : "a list of %d names, finest stride first".formatted(count),
              given);
          for (String name : given) {
            Check.that(
                !name.isBlank() && name.length() <= MAX_NAME_CHARS && all.add(name),
                outputs.name(part),
                "the name of an output that has no other part",
                "'" + name + "'");
          }
          names.put(part, given);
        });
    return names;
  }

  private static String described(NetworkKind kind) {
    List<String> forms = new ArrayList<>();
    for (Map<String, Integer> form : forms(kind)) {
      forms.add(String.join(", ", new TreeMap<>(form).keySet()));
    }
    return String.join("; or ", forms);
  }

  private Priors priors() {
    List<Grid> grids = new ArrayList<>();
    for (ConfReader grid : conf.sections("priors")) {
      grid.allow(Set.of("stride", "sizes"));
      List<PriorSize> sizes = new ArrayList<>();
      for (List<Double> pair : grid.pairs("sizes")) {
        pair.forEach(
            side -> Check.number(grid.name("sizes"), side, Float.MIN_NORMAL, GREATEST_PRIOR));
        sizes.add(new PriorSize(pair.get(0).floatValue(), pair.get(1).floatValue()));
      }
      Check.wholeNumber("the length of " + grid.name("sizes"), sizes.size(), 1, Priors.MOST_SIZES);
      grids.add(new Grid(grid.wholeNumber("stride", 1, GREATEST_STRIDE), sizes));
    }
    Check.wholeNumber("the length of priors", grids.size(), 1, Priors.MOST_GRIDS);
    ConfReader variances = conf.section("variances");
    variances.allow(Set.of("centre", "size"));
    return new Priors(
        grids,
        (float) variances.number("centre", Float.MIN_NORMAL, 100),
        (float) variances.number("size", Float.MIN_NORMAL, 100));
  }
}
