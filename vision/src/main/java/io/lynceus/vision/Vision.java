package io.lynceus.vision;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.Tiling;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.analyzer.CheckedAnalyzer;
import io.lynceus.vision.analyzer.SwitchingAnalyzer;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeLibraries;
import io.lynceus.vision.network.ModelsFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every analysis, ready to use, for slaves and for programs without a cluster. Several threads may
 * use it at once.
 *
 * <pre>{@code
 * try (Vision vision = Vision.open(VisionConfig.defaults())) {
 *   Map<Analysis, Findings> found = vision.analyze(ByteBuffer.wrap(bytes), Ask.DEFAULT);
 * }
 * }</pre>
 */
public final class Vision implements AutoCloseable {
  /** Networks are loaded at the same time: a slave is ready sooner. */
  private static final int OPENING_THREADS = 2;

  private final NativeLibraries libraries;
  private final Plugins plugins;
  private final ImageLimits limits;
  private AnalysisCatalog catalog;
  private final Map<Analysis, Analyzer> analyzers = new TreeMap<>();

  private Vision(NativeLibraries libraries, Plugins plugins, ImageLimits limits) {
    this.libraries = libraries;
    this.plugins = plugins;
    this.limits = limits;
    this.catalog = AnalysisCatalog.STANDARD;
  }

  /**
   * Loads the native libraries, and opens all analyses.
   *
   * @throws IOException when one of them cannot be had; the message says which setting to change
   * @throws IllegalArgumentException naming a key whose value is out of its range, or that does not
   *     exist
   */
  public static Vision open(VisionConfig config) throws IOException {
    return open(config, analysis -> true);
  }

  /**
   * The same with some of the analyses: the others are not opened, and load no network.
   *
   * @param wanted whether to open that analysis
   */
  public static Vision open(VisionConfig config, Predicate<Analysis> wanted) throws IOException {
    NativeLibraries libraries = NativeLibraries.load(config.nativeDir());
    Vision vision = new Vision(libraries, Plugins.find(config.pluginsDir()), config.images());
    try {
      vision.requireAll(config);
      requireModels(config);
      vision.openAll(config, wanted);
      return vision;
    } catch (IOException | RuntimeException e) {
      vision.close();
      throw e;
    }
  }

  /** A section of settings for an analysis that is not there would have no effect. */
  private void requireAll(VisionConfig config) {
    SortedSet<Analysis> missing = new TreeSet<>(config.analyses().keySet());
    plugins.descriptors().forEach(descriptor -> missing.remove(descriptor.analysis()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "analysis.%s: there is no such analysis; a plug-in's jar lies in plugins.dir"
              .formatted(missing.first()));
    }
  }

  /** Networks of plug-ins alone may lie in the folder, too; the user's own need not exist yet. */
  private static void requireModels(VisionConfig config) throws IOException {
    boolean named =
        config
            .modelsDir()
            .filter(dir -> !dir.equals(ModelsFolder.ofUser(System.getenv())))
            .isPresent();
    if (named && config.pluginsDir().isEmpty()) {
      new ModelsFolder(config.modelsDir()).requireAny();
    }
  }

  /** All have been tried when this ends: a process that ends amid loading a network crashes. */
  private void openAll(VisionConfig config, Predicate<Analysis> wanted) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(OPENING_THREADS);
    try {
      SortedMap<Analysis, Future<Analyzer>> opening = new TreeMap<>();
      for (AnalysisPlugin plugin : plugins.all()) {
        Analysis analysis = plugin.descriptor().analysis();
        if (wanted.test(analysis)) {
          opening.put(analysis, threads.submit(() -> open(plugin, config)));
        }
      }
      Deque<Exception> failures = new ArrayDeque<>();
      opening.forEach((analysis, analyzer) -> add(analysis, analyzer, failures));
      if (!failures.isEmpty()) {
        Exception first = failures.remove();
        failures.forEach(first::addSuppressed);
        if (first instanceof IOException unusable) {
          throw unusable;
        }
        throw (RuntimeException) first;
      }
      catalog = AnalysisCatalog.STANDARD.with(descriptors()).withNetworks(networks());
    } finally {
      threads.shutdown();
    }
  }

  private static Analyzer open(AnalysisPlugin plugin, VisionConfig config) throws IOException {
    AnalysisDescriptor descriptor = plugin.descriptor();
    Analyzer analyzer = plugin.open(config.settingsOf(descriptor.analysis()));
    return analyzer instanceof SwitchingAnalyzer
        ? analyzer // checks the findings of each network itself
        : new CheckedAnalyzer(told(descriptor, analyzer), analyzer);
  }

  private static AnalysisDescriptor told(AnalysisDescriptor descriptor, Analyzer analyzer) {
    List<String> labels = analyzer.labels();
    return labels.isEmpty() ? descriptor : descriptor.withLabels(labels);
  }

  private void add(Analysis analysis, Future<Analyzer> opening, Deque<Exception> failures) {
    try {
      analyzers.put(analysis, opening.get());
    } catch (ExecutionException e) {
      failures.add(
          e.getCause() instanceof IOException || e.getCause() instanceof IllegalArgumentException
              ? (Exception) e.getCause()
              : new IllegalStateException(
                  "the analysis '" + analysis + "' cannot be opened", e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.add(new InterruptedIOException("the loading of the networks was interrupted"));
    }
  }

  /** What the cluster is told of the analyses, as replies list them. */
  public List<AnalysisDescriptor> descriptors() {
    List<AnalysisDescriptor> all = new ArrayList<>();
    for (AnalysisDescriptor descriptor : plugins.descriptors()) {
      Analyzer open = analyzers.get(descriptor.analysis());
      all.add(open == null ? descriptor : told(descriptor, open));
    }
    return all;
  }

  /** The networks that can be asked for, loaded or not; of each analysis, one is in use. */
  public List<NetworkOffer> networks() {
    return switching().flatMap(analyzer -> analyzer.offers().stream()).toList();
  }

  private Stream<SwitchingAnalyzer> switching() {
    return analyzers.values().stream()
        .filter(SwitchingAnalyzer.class::isInstance)
        .map(SwitchingAnalyzer.class::cast);
  }

  /**
   * Uses the networks that are chosen now, and frees those that nobody has asked for in a while.
   *
   * @param unused how long nobody must have asked for a network that is freed
   */
  public void refresh(Duration unused) {
    switching().forEach(analyzer -> analyzer.refresh(unused));
  }

  /**
   * Gives back native memory that analyses have left for the next ones, see {@link Analyzer#rest}.
   */
  public void rest() {
    analyzers.values().forEach(Analyzer::rest);
  }

  /**
   * The analyzer of that analysis.
   *
   * @throws IllegalArgumentException when it is not known
   */
  public Analyzer analyzer(Analysis analysis) {
    Analyzer analyzer = analyzers.get(analysis);
    if (analyzer == null) {
      throw new IllegalArgumentException("no analyzer does '" + analysis + "'");
    }
    return analyzer;
  }

  /**
   * Looks at a picture, with one analysis after the other, on the caller's thread. The picture is
   * decoded once.
   *
   * @param file an image file, from position to limit; not changed while this runs
   * @param ask which analyses, and what is set for them; the rest of it is not read. Of {@code
   *     tiles}, {@code auto} means none here: one thread looks
   * @return the findings of what is asked for, in the order of replies
   * @throws IllegalArgumentException when no network knows a label that is asked for
   * @throws RefusedImageException when the file is not an accepted image, or larger than {@link
   *     VisionConfig#images}
   * @throws UnreadableImageException when it cannot be decoded
   * @throws AnalysisException when an analysis cannot be done
   */
  public SortedMap<Analysis, Findings> analyze(ByteBuffer file, Ask ask)
      throws RefusedImageException, UnreadableImageException, AnalysisException {
    return look(file, ask).findings();
  }

  /** As {@link #analyze}, with what was noticed of the picture. */
  public Look look(ByteBuffer file, Ask ask)
      throws RefusedImageException, UnreadableImageException, AnalysisException {
    Optional<String> wrong = new AskCheck(catalog, ask).wrongLabels();
    if (wrong.isPresent()) {
      throw new IllegalArgumentException(wrong.get());
    }
    ImageHeader header = ImageHeader.read(file, limits);
    SortedMap<Analysis, Findings> found = new TreeMap<>();
    try (SharedPicture picture = SharedPicture.of(file, header);
        SharedPicture fine = picture.forTiles()) {
      TiledLook look = new TiledLook(picture, fine);
      for (Analysis analysis : catalog.inOrder(ask.wanted())) {
        SortedMap<Analysis, Findings> needs = new TreeMap<>(found);
        needs.keySet().retainAll(catalog.needs(analysis));
        Question question =
            new Question(ask.options(), needs, catalog.network(analysis, ask.options()));
        List<Tile> tiles = tiles(analysis, ask, picture.size());
        found.put(analysis, look.analyze(analyzer(analysis), question, tiles));
      }
      found.keySet().retainAll(ask.wanted());
      return new Look(header, look.condition(), Collections.unmodifiableSortedMap(found));
    }
  }

  /** One thread looks: {@code tiles=auto} means none. */
  private List<Tile> tiles(Analysis analysis, Ask ask, Size size) {
    return catalog
        .descriptor(analysis)
        .map(known -> Tiling.of(known, ask.options(), size.width(), size.height(), () -> 1))
        .orElse(List.of());
  }

  /**
   * What a look at a picture showed.
   *
   * @param condition what was noticed when the picture was decoded
   * @param findings of what was asked for, in the order of replies
   */
  public record Look(
      ImageHeader header, PictureCondition condition, SortedMap<Analysis, Findings> findings) {}

  /** What was loaded, for logs. */
  public NativeLibraries libraries() {
    return libraries;
  }

  /** Frees the networks; no analysis may be under way or follow. */
  @Override
  public void close() {
    analyzers.values().forEach(Analyzer::close);
    analyzers.clear();
    plugins.close();
  }
}
