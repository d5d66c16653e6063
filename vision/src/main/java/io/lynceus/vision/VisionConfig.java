package io.lynceus.vision;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.lynceus.model.Analysis;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkLibrary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings of all analyses. Each analysis checks its own values when it is opened.
 *
 * @param modelsDir {@code models.dir}: folder with networks of the user's own, see {@link
 *     io.lynceus.vision.network.ModelsFolder}
 * @param receivedDir {@code models.received-dir}: folder of the networks that the master has handed
 *     over; empty when it may hand none
 * @param nativeDir {@code native.dir}: folder that keeps the unpacked native libraries, 95 MB;
 *     empty means {@code lynceus} in the user's cache folder
 * @param pluginsDir {@code plugins.dir}: folder with the jars of further analyses
 * @param images {@code limits}: larger images are not decoded
 * @param analyses the values of {@code analysis.KEY}, by analysis: every key of the standard
 *     analyses, and keys of plug-ins
 */
public record VisionConfig(
    Optional<Path> modelsDir,
    Optional<Path> receivedDir,
    Optional<Path> nativeDir,
    Optional<Path> pluginsDir,
    ImageLimits images,
    SortedMap<Analysis, Map<String, String>> analyses) {
  private static final String AUTO = "auto";

  public VisionConfig {
    analyses = Collections.unmodifiableSortedMap(new TreeMap<>(analyses));
  }

  /**
   * Picks the settings of the analyses from those of a slave.
   *
   * @param settings with the keys of {@code config/slave.conf}; those of other parts are ignored
   * @throws IllegalArgumentException naming the key whose value is out of its range
   * @throws com.typesafe.config.ConfigException naming the key whose value is of the wrong kind
   */
  public static VisionConfig from(Config settings) {
    SortedMap<Analysis, Map<String, String>> analyses = new TreeMap<>();
    Config sections = settings.getConfig("analysis");
    for (String key : sections.root().keySet()) {
      analyses.put(new Analysis(key), texts(sections.getConfig(key)));
    }
    return new VisionConfig(
        modelsDir(settings.getString("models.dir")),
        receivedDir(settings.getString("models.received-dir")),
        folder(settings, "native.dir"),
        folder(settings, "plugins.dir"),
        ImageLimits.of(
            settings.getBytes("limits.image-bytes"),
            settings.getLong("limits.pixels"),
            settings.getInt("limits.side")),
        analyses);
  }

  /** The defaults of {@code config/slave.conf}. */
  public static VisionConfig defaults() {
    return from(settings());
  }

  /**
   * Every key of a slave with its default: {@code config/slave.conf}. It lies in this module's jar,
   * so that the analyses have their defaults where there is no slave.
   */
  public static Config settings() {
    return ConfigFactory.parseResources(
        VisionConfig.class.getClassLoader(),
        "slave.conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** These settings, with another folder of networks. */
  public VisionConfig withModelsDir(Path folder) {
    return new VisionConfig(
        Optional.of(folder), receivedDir, nativeDir, pluginsDir, images, analyses);
  }

  /** These settings, with a folder of plug-ins. */
  public VisionConfig withPluginsDir(Path folder) {
    return new VisionConfig(
        modelsDir, receivedDir, nativeDir, Optional.of(folder), images, analyses);
  }

  /** These settings, with values of one analysis set. */
  public VisionConfig with(Analysis analysis, Map<String, String> values) {
    Map<String, String> section = new TreeMap<>(analyses.getOrDefault(analysis, Map.of()));
    section.putAll(values);
    SortedMap<Analysis, Map<String, String>> changed = new TreeMap<>(analyses);
    changed.put(analysis, section);
    return new VisionConfig(modelsDir, receivedDir, nativeDir, pluginsDir, images, changed);
  }

  /** The settings of one analysis. */
  public AnalysisSettings settingsOf(Analysis analysis) {
    return new AnalysisSettings(
        analysis, analyses.getOrDefault(analysis, Map.of()), modelsDir, receivedDir);
  }

  /** Values as texts: the analysis reads them. */
  private static Map<String, String> texts(Config section) {
    Map<String, String> values = new TreeMap<>();
    section.entrySet().forEach(e -> values.put(e.getKey(), section.getString(e.getKey())));
    return values;
  }

  private static Optional<Path> modelsDir(String dir) {
    return dir.equals(AUTO) ? Optional.of(ModelsFolder.ofUser(System.getenv())) : folder(dir);
  }

  private static Optional<Path> receivedDir(String dir) {
    return dir.equals(AUTO)
        ? Optional.of(NetworkLibrary.receivedByUser(System.getenv()))
        : folder(dir);
  }

  private static Optional<Path> folder(Config settings, String key) {
    return folder(settings.getString(key));
  }

  private static Optional<Path> folder(String text) {
    return Optional.of(text).filter(path -> !path.isBlank()).map(Path::of);
  }
}
