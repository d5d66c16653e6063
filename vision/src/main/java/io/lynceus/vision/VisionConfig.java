package io.lynceus.vision;

import io.lynceus.model.Analysis;
import io.lynceus.vision.analyzer.AnalysisSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings of all analyses. Each analysis checks its own values when it is opened.
 *
 * @param modelsDir {@code models.dir}: folder with networks that take the place of the shipped ones
 *     of the same name ({@code centernet-mbv3-coco80.onnx}, {@code blazeface-back.onnx})
 * @param nativeDir {@code native.dir}: folder that keeps the unpacked native libraries, 95 MB;
 *     empty means {@code lynceus} in the user's cache folder
 * @param pluginsDir {@code plugins.dir}: folder with the jars of further analyses
 * @param analyses the values of {@code analysis.KEY}, by analysis; what is not there has the
 *     analysis's own default
 */
public record VisionConfig(
    Optional<Path> modelsDir,
    Optional<Path> nativeDir,
    Optional<Path> pluginsDir,
    SortedMap<Analysis, Map<String, String>> analyses) {

  /** Nothing set. */
  public static final VisionConfig DEFAULT =
      new VisionConfig(Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>());

  public VisionConfig {
    analyses = Collections.unmodifiableSortedMap(new TreeMap<>(analyses));
  }

  /** These settings, with another folder of networks. */
  public VisionConfig withModelsDir(Path folder) {
    return new VisionConfig(Optional.of(folder), nativeDir, pluginsDir, analyses);
  }

  /** These settings, with a folder of plug-ins. */
  public VisionConfig withPluginsDir(Path folder) {
    return new VisionConfig(modelsDir, nativeDir, Optional.of(folder), analyses);
  }

  /** What is set for one analysis. */
  public AnalysisSettings settingsOf(Analysis analysis) {
    return new AnalysisSettings(analysis, analyses.getOrDefault(analysis, Map.of()), modelsDir);
  }
}
