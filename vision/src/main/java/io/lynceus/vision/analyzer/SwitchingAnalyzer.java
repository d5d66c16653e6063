package io.lynceus.vision.analyzer;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Question;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import io.lynceus.vision.network.NetworkLibrary;
import io.lynceus.vision.network.NetworkLibrary.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An analysis whose network can be another one for each picture: the one that the question names,
 * else the one in use. A network is loaded when it is asked for first, beside the others; what runs
 * on another one ends there. One that nobody has asked for in a while is freed, but not the one in
 * use.
 */
public final class SwitchingAnalyzer implements Analyzer {
  private static final Logger log = LoggerFactory.getLogger(SwitchingAnalyzer.class);

  /** More networks of one analysis are not loaded at the same time. */
  static final int MOST_LOADED = 4;

  private final NetworkLibrary library;
  private final Use use;
  private final String setting;
  private final AnalysisDescriptor descriptor;
  private final Loader loader;
  private final Object loading = new Object();
  private final List<Loaded> loaded = new ArrayList<>();
  private Loaded current;
  private String fingerprint;

  /** What {@link #offers} found last; null when something has changed since. */
  private volatile @Nullable List<NetworkOffer> offered;

  private String toldProblem = "";

  /** Makes an analyzer of a network. */
  interface Loader {
    Analyzer load(NetworkFile file) throws IOException;
  }

  private static final class Loaded {
    final NetworkId id;
    final String sha256;
    final Analyzer analyzer;
    int users;
    long usedAt = System.nanoTime();

    Loaded(NetworkFile file, Analyzer analyzer) {
      this.id = file.description().id();
      this.sha256 = file.sha256();
      this.analyzer = analyzer;
    }

    String model() {
      return id.model(sha256);
    }
  }

  private SwitchingAnalyzer(
      NetworkLibrary library, Use use, String setting, AnalysisDescriptor descriptor, Loader loader)
      throws IOException {
    this.library = library;
    this.use = use;
    this.setting = setting;
    this.descriptor = descriptor;
    this.loader = loader;
    fingerprint = library.fingerprint();
    current = load(library.models().read(use, setting));
    loaded.add(current);
  }

  /**
   * Loads the network that {@code analysis.KEY.network} names, or else the one that is chosen in
   * {@code models.dir}, or else the one that is shipped.
   *
   * @throws IOException when it cannot be used
   */
  static SwitchingAnalyzer open(
      AnalysisSettings settings, Use use, AnalysisDescriptor descriptor, Loader loader)
      throws IOException {
    return new SwitchingAnalyzer(
        new NetworkLibrary(settings.modelsDir(), settings.receivedDir()),
        use,
        settings.text("network", ""),
        descriptor,
        loader);
  }

  private Loaded load(NetworkFile file) throws IOException {
    Analyzer analyzer = loader.load(file);
    return new Loaded(
        file, new CheckedAnalyzer(descriptor.withLabels(analyzer.labels()), analyzer));
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Loaded taken = take(question.network());
    try {
      return taken.analyzer.analyze(picture, question);
    } finally {
      give(taken);
    }
  }

  private Loaded take(Optional<NetworkChoice> choice) throws AnalysisException {
    Loaded there = takeLoaded(choice);
    if (there != null) {
      return there;
    }
    synchronized (loading) {
      try {
        Entry entry = library.find(use, choice.orElseThrow());
        NetworkId id = entry.description().id();
        String sha256 = entry.description().provenance().sha256();
        there = takeLoaded(Optional.of(NetworkChoice.exactly(id, sha256)));
        if (there != null) {
          return there;
        }
        makeRoom();
        Loaded made = load(library.read(entry));
        log.info("the network {} was loaded beside {}", made.model(), models());
        return takeNew(made);
      } catch (IOException e) {
        throw new AnalysisException(
            "the network %s cannot be used: %s".formatted(choice.orElseThrow(), e.getMessage()), e);
      }
    }
  }

  /** A choice of no single network may mean a newer one than those that are loaded. */
  private synchronized @Nullable Loaded takeLoaded(Optional<NetworkChoice> choice) {
    if (choice.isEmpty()) {
      return use(current);
    }
    for (Loaded network : loaded) {
      if (choice.get().isExact() && choice.get().allows(network.id, network.sha256)) {
        return use(network);
      }
    }
    return null;
  }

  private synchronized Loaded takeNew(Loaded network) {
    loaded.add(network);
    return use(network);
  }

  private static Loaded use(Loaded network) {
    network.users++;
    return network;
  }

  private synchronized void give(Loaded network) {
    network.users--;
    network.usedAt = System.nanoTime();
  }

  private synchronized String models() {
    return loaded.stream().map(Loaded::model).toList().toString();
  }

  /** Frees the one that was not used for the longest time, if there are too many. */
  private void makeRoom() throws NetworkException {
    Loaded oldest = null;
    synchronized (this) {
      if (loaded.size() < MOST_LOADED) {
        return;
      }
      for (Loaded network : loaded) {
        boolean older = oldest == null || network.usedAt - oldest.usedAt < 0;
        if (network != current && network.users == 0 && older) {
          oldest = network;
        }
      }
      if (oldest == null) {
        throw new NetworkException(
            "%d others are in use on this slave, the most that there may be: %s"
                .formatted(MOST_LOADED, models()));
      }
      loaded.remove(oldest);
    }
    free(oldest);
  }

  private static void free(Loaded network) {
    network.analyzer.close();
    log.info("the network {} was freed", network.model());
  }

  /**
   * Uses the network that is chosen now, if that is another one, and frees those that nobody has
   * asked for in a while. A network that is chosen and cannot be used is told in the log, and the
   * one in use stays.
   *
   * @param unused how long nobody must have asked for a network that is freed
   */
  public void refresh(Duration unused) {
    String now = library.fingerprint();
    if (!now.equals(fingerprint)) {
      fingerprint = now;
      offered = null;
      synchronized (loading) {
        try {
          useChosen();
        } catch (IOException | RuntimeException e) {
          tell(String.valueOf(e.getMessage()));
        }
      }
    }
    List<Loaded> old = new ArrayList<>();
    synchronized (this) {
      for (Loaded network : List.copyOf(loaded)) {
        boolean idle = System.nanoTime() - network.usedAt > unused.toNanos();
        if (network != current && network.users == 0 && idle) {
          loaded.remove(network);
          old.add(network);
        }
      }
    }
    old.forEach(SwitchingAnalyzer::free);
  }

  private void useChosen() throws IOException {
    NetworkFile file = library.models().read(use, setting);
    Optional<NetworkChoice> chosen =
        Optional.of(NetworkChoice.exactly(file.description().id(), file.sha256()));
    Loaded there = takeLoaded(chosen);
    Loaded next = there == null ? takeNew(load(file)) : there;
    synchronized (this) {
      next.users--;
      if (next != current) {
        log.info(
            "{}: {} is used from now on, not {}",
            descriptor.analysis(),
            next.model(),
            current.model());
        current.usedAt = System.nanoTime();
        current = next;
        offered = null;
      }
    }
    toldProblem = "";
  }

  private void tell(String problem) {
    if (!problem.equals(toldProblem)) {
      toldProblem = problem;
      log.warn("{} stays: {}", models(), problem);
    }
  }

  /** The networks that questions may name: those that are there, and the one in use. */
  public List<NetworkOffer> offers() {
    List<NetworkOffer> known = offered;
    if (known != null) {
      return known;
    }
    List<NetworkOffer> offers = new ArrayList<>();
    Loaded inUse = inUse();
    offers.add(offer(inUse.id, inUse.sha256, inUse.analyzer.labels(), true));
    for (Entry entry : library.entries(use)) {
      if (!entry.model().equals(inUse.model())) {
        offers.add(
            offer(
                entry.description().id(),
                entry.description().provenance().sha256(),
                entry.description().outputs().labels(),
                false));
      }
    }
    offered = List.copyOf(offers);
    return offers;
  }

  private synchronized Loaded inUse() {
    return current;
  }

  private NetworkOffer offer(NetworkId id, String sha256, List<String> labels, boolean inUse) {
    return new NetworkOffer(
        descriptor.analysis(), id, sha256, new Vocabulary(labels, List.of()), inUse);
  }

  /** Those of the network in use. */
  @Override
  public List<String> labels() {
    return inUse().analyzer.labels();
  }

  /** Of the network in use. */
  @Override
  public long workBytes(Size size) {
    return inUse().analyzer.workBytes(size);
  }

  @Override
  public long workBytes(Size size, Question question) {
    try {
      Loaded taken = take(question.network());
      try {
        return taken.analyzer.workBytes(size);
      } finally {
        give(taken);
      }
    } catch (AnalysisException e) {
      return workBytes(size); // the analysis fails for the same reason
    }
  }

  @Override
  public void rest() {
    List<Loaded> resting;
    synchronized (this) {
      resting = List.copyOf(loaded);
      resting.forEach(SwitchingAnalyzer::use);
    }
    for (Loaded network : resting) {
      try {
        network.analyzer.rest();
      } finally {
        returned(network);
      }
    }
  }

  /** As {@link #give}, but nobody has asked for it. */
  private synchronized void returned(Loaded network) {
    network.users--;
  }

  @Override
  public synchronized void close() {
    loaded.forEach(network -> network.analyzer.close());
    loaded.clear();
  }
}
