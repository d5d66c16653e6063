package io.lynceus.vision.network;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.lynceus.model.Point;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.NetworkInput.Fixed;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.File;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a {@code model.conf}: HOCON without {@code include} and without substitutions, so that a
 * file from elsewhere can bring in nothing else. What it does not say, {@code kinds.conf} says for
 * its kind.
 */
public final class ModelConf {
  /** The file's name in a network's folder. */
  public static final String FILE = "model.conf";

  /** A larger file is refused. */
  public static final int MAX_BYTES = 1 << 20;

  private static final Config KINDS =
      ConfigFactory.parseResources(
          ModelConf.class, "kinds.conf", ConfigParseOptions.defaults().setAllowMissing(false));

  private static final String ALIGNMENT = "alignment";
  private static final Set<String> KEYS_OF_ALL =
      Set.of("kind", "input", "outputs", "licence", "origin", "sha256");
  private static final DetectionRules NO_RULES =
      new DetectionRules(0, Map.of(), 1, false, Optional.empty());
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ModelConf() {}

  /**
   * Reads the file's text.
   *
   * @param id name and version: the folders that the file lies in
   * @param text of the file
   * @throws NetworkException with one line that says which key is wrong, and what it should be; the
   *     caller adds where the file is
   */
  public static NetworkDescription parse(NetworkId id, String text) throws NetworkException {
    try {
      Config own = ConfigFactory.parseString(text, options());
      if (!own.isResolved()) {
        throw new NetworkException("substitutions (${…}) are not taken here: write the value");
      }
      ConfReader given = new ConfReader(own, "");
      NetworkKind kind = NetworkKind.of(given.word("kind", NetworkKind.keys())).orElseThrow();
      Check.that(
          !own.hasPath("input.size") || !own.hasPath("input.long-side"),
          "input.size",
          "set, or input.long-side is",
          "both");
      return described(id, kind, own);
    } catch (ConfigException e) {
      throw new NetworkException("it is no HOCON: " + oneLine(e), e);
    } catch (IllegalArgumentException e) {
      throw new NetworkException(oneLine(e), e);
    }
  }

  /** To parse a file of the user's folder with. */
  static ConfigParseOptions options() {
    return ConfigParseOptions.defaults().setIncluder(new NoIncludes());
  }

  /** What an exception says, in one line. */
  static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static NetworkDescription described(NetworkId id, NetworkKind kind, Config own) {
    Config defaults = KINDS.getConfig("kinds").getConfig("\"" + kind.key() + "\"");
    // Names of outputs are a whole: those of the kind's usual form do not belong to another one.
    Config usual = own.hasPath("outputs") ? defaults.withoutPath("outputs") : defaults;
    ConfReader conf = new ConfReader(own.withFallback(usual), "");
    conf.allow(keys(kind));
    OutputReader outputs = new OutputReader(kind, conf);
    List<String> labels = kind.use().hasLabels() ? labels(conf) : List.of();
    NetworkInput input = new InputReader(kind, conf.section("input")).read();
    return new NetworkDescription(
        id,
        kind,
        input,
        outputs.read(labels),
        kind.use().findsBoxes() ? rules(kind, conf, labels) : NO_RULES,
        kind == NetworkKind.EMBEDDING && conf.has(ALIGNMENT)
            ? Optional.of(alignment(conf.section(ALIGNMENT), input))
            : Optional.empty(),
        provenance(conf));
  }

  private static Set<String> keys(NetworkKind kind) {
    Set<String> keys = new TreeSet<>(KEYS_OF_ALL);
    keys.addAll(OutputReader.keys(kind));
    if (kind.use().findsBoxes()) {
      keys.addAll(Set.of("thresholds", "overlap"));
    }
    if (kind.use().hasLabels()) {
      keys.add("labels");
    }
    if (kind.use() == Use.FACES) {
      keys.add("close-ups");
    }
    if (kind == NetworkKind.EMBEDDING) {
      keys.add(ALIGNMENT);
    }
    if (kind.use() == Use.OBJECTS) {
      keys.add("score-by-size");
    }
    return keys;
  }

  private static List<String> labels(ConfReader conf) {
    List<String> labels = conf.texts("labels");
    if (!conf.isList("labels")) {
      ConfReader sets = new ConfReader(KINDS.getConfig("label-sets"), "");
      conf.word("labels", List.copyOf(sets.keys()));
      labels = sets.texts(labels.get(0));
    }
    Check.that(!labels.isEmpty(), "labels", "a list with at least one label", "empty");
    try {
      Vocabulary distinct = new Vocabulary(labels, List.of());
      Check.that(
          distinct.labels().size() == labels.size(), "labels", "a list without doubles", labels);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("labels: " + e.getMessage(), e);
    }
    return labels;
  }

  private static DetectionRules rules(NetworkKind kind, ConfReader conf, List<String> labels) {
    ConfReader thresholds = conf.section("thresholds");
    Set<String> known = new TreeSet<>(labels);
    known.add("default");
    thresholds.allow(known);
    Map<String, Double> minScores = new HashMap<>();
    for (String label : thresholds.keys()) {
      minScores.put(label, thresholds.number(label, 0, 1));
    }
    minScores.remove("default");
    return new DetectionRules(
        thresholds.number("default", 0, 1),
        minScores,
        conf.number("overlap", 0, 1),
        kind.use() == Use.FACES && conf.flag("close-ups"),
        conf.has("score-by-size")
            ? Optional.of(bySize(conf.section("score-by-size"), labels))
            : Optional.empty());
  }

  private static ScoreBySize bySize(ConfReader conf, List<String> labels) {
    conf.allow(Set.of("side", "weight", "not-lowered"));
    List<String> notLowered = conf.has("not-lowered") ? conf.texts("not-lowered") : List.of();
    for (String label : notLowered) {
      Check.that(
          labels.contains(label),
          conf.name("not-lowered"),
          "a list of the network's labels",
          "'" + label + "'");
    }
    return new ScoreBySize(
        conf.number("side", 1, ScoreBySize.GREATEST_SIDE),
        conf.number("weight", 0, ScoreBySize.GREATEST_WEIGHT),
        Set.copyOf(notLowered));
  }

  private static FacePlaces alignment(ConfReader conf, NetworkInput input) {
    conf.allow(Set.of("left-eye", "right-eye", "nose", "mouth"));
    Fixed size = input.extent().fixed().orElseThrow(); // as InputReader demands of this kind
    FacePlaces places =
        new FacePlaces(
            place(conf, "left-eye", size),
            place(conf, "right-eye", size),
            place(conf, "nose", size),
            place(conf, "mouth", size));
    Check.that(
        places.leftEye().x() < places.rightEye().x(),
        conf.name("left-eye"),
        "the eye at the picture's left, left of right-eye",
        "at its right");
    return places;
  }

  private static Point place(ConfReader conf, String key, Fixed size) {
    String allowed = "a pair of numbers, across and down, within input.size";
    List<Double> pair = conf.numbers(key);
    Check.that(pair.size() == 2, conf.name(key), allowed, pair);
    Check.that(
        pair.get(0) >= 0
            && pair.get(0) <= size.width()
            && pair.get(1) >= 0
            && pair.get(1) <= size.height(),
        conf.name(key),
        allowed,
        pair);
    return new Point(pair.get(0).floatValue(), pair.get(1).floatValue());
  }

  private static Provenance provenance(ConfReader conf) {
    String sha256 = conf.text("sha256");
    Check.that(
        SHA256.matcher(sha256).matches(),
        "sha256",
        "that of model.onnx, 64 hexadecimal digits in lower case",
        "'" + sha256 + "'");
    return new Provenance(
        conf.shortText("licence", Provenance.MAX_LICENCE_CHARS),
        conf.shortText("origin", Provenance.MAX_ORIGIN_CHARS),
        sha256);
  }

  /** Refuses to include anything, from wherever. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new IllegalArgumentException("include is not taken here: write its content");
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return include(context, what);
    }
  }
}
