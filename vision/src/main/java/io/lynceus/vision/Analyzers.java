package io.lynceus.vision;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.analyzer.CornersAnalyzer;
import io.lynceus.vision.analyzer.EdgesAnalyzer;
import io.lynceus.vision.analyzer.FacesAnalyzer;
import io.lynceus.vision.analyzer.ObjectsAnalyzer;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The catalogue: every analysis, ready to use, shared by all threads. */
public final class Analyzers implements AutoCloseable {
  private final NativeLibraries libraries;
  private final Map<Analysis, Analyzer> analyzers = new EnumMap<>(Analysis.class);

  private Analyzers(NativeLibraries libraries) {
    this.libraries = libraries;
  }

  /**
   * Loads the native libraries and the networks.
   *
   * @throws IOException when one of them cannot be had; the message says which setting to change
   */
  public static Analyzers open(VisionConfig config) throws IOException {
    Analyzers opened = new Analyzers(NativeLibraries.load(config.nativeDir()));
    try {
      opened.add(ObjectsAnalyzer.open(config.objects(), config.modelsDir()));
      opened.add(FacesAnalyzer.open(config.faces(), config.modelsDir()));
      opened.add(new EdgesAnalyzer(config.edges()));
      opened.add(new CornersAnalyzer(config.corners()));
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void add(Analyzer analyzer) {
    analyzers.put(analyzer.analysis(), analyzer);
  }

  /** The analyzer of that analysis. */
  public Analyzer get(Analysis analysis) {
    Analyzer analyzer = analyzers.get(analysis);
    if (analyzer == null) {
      throw new IllegalArgumentException("no analyzer does " + analysis.key());
    }
    return analyzer;
  }

  /** What was loaded, for logs. */
  public NativeLibraries libraries() {
    return libraries;
  }

  /** Frees the networks; no analysis may be under way or follow. */
  @Override
  public void close() {
    analyzers.values().forEach(Analyzer::close);
    analyzers.clear();
  }
}
