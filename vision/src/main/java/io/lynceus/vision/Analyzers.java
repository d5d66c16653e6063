package io.lynceus.vision;

import io.lynceus.model.Analysis;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.analyzer.CornersAnalyzer;
import io.lynceus.vision.analyzer.EdgesAnalyzer;
import io.lynceus.vision.analyzer.FacesAnalyzer;
import io.lynceus.vision.analyzer.ObjectsAnalyzer;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

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
    // The two networks at the same time: a slave is ready that much sooner.
    FutureTask<Analyzer> objects =
        new FutureTask<>(() -> ObjectsAnalyzer.open(config.objects(), config.modelsDir()));
    new Thread(objects, "objects-network").start();
    try {
      opened.add(FacesAnalyzer.open(config.faces(), config.modelsDir()));
      opened.add(new EdgesAnalyzer(config.edges()));
      opened.add(new CornersAnalyzer(config.corners()));
      opened.add(result(objects));
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.awaitAndAdd(objects, e);
      opened.close();
      throw e;
    }
  }

  /** For what has failed already: a process that ends while a network is being loaded crashes. */
  private void awaitAndAdd(Future<Analyzer> opening, Exception failure) {
    try {
      add(result(opening));
    } catch (IOException | RuntimeException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private static Analyzer result(Future<Analyzer> opening) throws IOException {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unusable) {
        throw unusable;
      }
      throw new IllegalStateException("a network cannot be loaded", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the loading of the networks was interrupted");
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
