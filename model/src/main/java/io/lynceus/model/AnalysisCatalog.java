package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.text.NearestNames;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The analyses that a master knows of, by their descriptors, and the labels that their networks
 * know. Immutable.
 */
public final class AnalysisCatalog {
  /** More analyses than this, of all slaves together, are not taken. */
  public static final int MAX_ANALYSES = 256;

  /** The four that every Lynceus has. */
  public static final AnalysisCatalog STANDARD = of(AnalysisDescriptor.STANDARD);

  private final SortedMap<Analysis, AnalysisDescriptor> descriptors;
  private final KnownLabels labels;
  private final KnownNetworks networks;
  private final SortedMap<String, AnalysisOption> options = new TreeMap<>();

  /** Those whose network clients may choose. */
  private final Set<Analysis> withNetworks = new HashSet<>();

  /** The answer that was asked for last: most clients ask for the same. */
  private volatile Order lastOrder = new Order(Set.of(), List.of());

  private AnalysisCatalog(
      SortedMap<Analysis, AnalysisDescriptor> descriptors,
      KnownLabels labels,
      KnownNetworks networks) {
    this.descriptors = descriptors;
    this.labels = labels;
    this.networks = networks;
    descriptors.values().stream()
        .flatMap(descriptor -> descriptor.options().stream())
        .forEach(option -> options.putIfAbsent(option.key(), option));
    descriptors.values().stream()
        .filter(AnalysisDescriptor::hasNetworks)
        .forEach(descriptor -> withNetworks.add(descriptor.analysis()));
  }

  private static AnalysisCatalog of(Collection<AnalysisDescriptor> descriptors) {
    SortedMap<Analysis, AnalysisDescriptor> sorted = new TreeMap<>();
    descriptors.forEach(descriptor -> sorted.put(descriptor.analysis(), descriptor));
    return new AnalysisCatalog(sorted, KnownLabels.NONE, KnownNetworks.NONE);
  }

  /**
   * This, with a slave's analyses. The standard ones keep their descriptors; of any other, a later
   * descriptor replaces an earlier one. The labels of networks are added to those known.
   *
   * @return this catalog itself when nothing is new
   * @throws IllegalArgumentException when analyses need each other in a circle, or there are too
   *     many
   */
  public AnalysisCatalog with(Collection<AnalysisDescriptor> told) {
    SortedMap<Analysis, AnalysisDescriptor> all = new TreeMap<>(descriptors);
    for (AnalysisDescriptor descriptor : told) {
      if (!Analysis.STANDARD.contains(descriptor.analysis())) {
        all.put(descriptor.analysis(), descriptor);
      }
    }
    KnownLabels known = labels.with(told);
    if (all.size() > MAX_ANALYSES) {
      throw new IllegalArgumentException(
          "the slaves have more than " + MAX_ANALYSES + " different analyses");
    }
    if (known == labels && all.equals(descriptors)) {
      return this;
    }
    AnalysisCatalog more = new AnalysisCatalog(all, known, networks);
    Set<Analysis> done = new HashSet<>();
    all.keySet().forEach(analysis -> more.requireNoCircle(analysis, new LinkedHashSet<>(), done));
    return more;
  }

  /**
   * This, with the networks that are there now in the place of those before; the labels of those in
   * use are added to those known.
   *
   * @return this catalog itself when nothing is new
   * @throws IllegalArgumentException when there are too many
   */
  public AnalysisCatalog withNetworks(Collection<NetworkOffer> offers) {
    KnownLabels known = labels;
    for (NetworkOffer offer : offers) {
      known = offer.inUse() ? known.with(offer.analysis(), offer.labels()) : known;
    }
    KnownNetworks now = networks.with(offers);
    return known == labels && now == networks ? this : new AnalysisCatalog(descriptors, known, now);
  }

  /** This, with other networks where clients choose none; itself when they are the same. */
  public AnalysisCatalog withChoices(KnownNetworks.Choices choices) {
    KnownNetworks changed = networks.with(choices);
    return changed == networks ? this : new AnalysisCatalog(descriptors, labels, changed);
  }

  /** The network that is used for the analysis, if the client or the master chooses one. */
  public Optional<NetworkChoice> network(Analysis analysis, AskOptions options) {
    return withNetworks.contains(analysis) ? networks.chosen(analysis, options) : Optional.empty();
  }

  /** The newest network that a choice allows, of those that are there. */
  public Optional<NetworkOffer> newest(Analysis analysis, NetworkChoice choice) {
    return networks.newest(analysis, choice);
  }

  /** The networks for an analysis that are there. */
  public List<NetworkOffer> networks(Analysis analysis) {
    return networks.of(analysis).toList();
  }

  /** The networks for an analysis that are there, for messages: {@code NAME:VERSION}, …. */
  public String networkNames(Analysis analysis) {
    return networks
        .of(analysis)
        .map(offer -> offer.id().toString())
        .sorted()
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What the networks that are used for the analysis can find, each list once. */
  List<Vocabulary> labels(Analysis analysis, AskOptions options) {
    return network(analysis, options)
        .map(choice -> newest(analysis, choice).map(NetworkOffer::labels).stream().toList())
        .orElseGet(() -> labels.of(analysis));
  }

  /**
   * Walks along the needs.
   *
   * @param path from where the walk began to here
   * @param done analyses whose needs are known to lead into no circle
   */
  private void requireNoCircle(Analysis analysis, Set<Analysis> path, Set<Analysis> done) {
    if (done.contains(analysis)) {
      return;
    }
    if (!path.add(analysis)) {
      throw new IllegalArgumentException("analyses need each other in a circle: " + path);
    }
    needs(analysis).forEach(need -> requireNoCircle(need, path, done));
    path.remove(analysis);
    done.add(analysis);
  }

  /** All, the standard ones first. */
  public Collection<AnalysisDescriptor> descriptors() {
    return Collections.unmodifiableCollection(descriptors.values());
  }

  public Optional<AnalysisDescriptor> descriptor(Analysis analysis) {
    return Optional.ofNullable(descriptors.get(analysis));
  }

  /** The option of that key; where two analyses read one key, they mean the same. */
  public Optional<AnalysisOption> option(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /** The labels that the networks know. */
  public KnownLabels labels() {
    return labels;
  }

  /** All options of all analyses, by their keys. */
  public Collection<AnalysisOption> options() {
    return Collections.unmodifiableCollection(options.values());
  }

  /** The keys of the analyses, with commas between them. */
  public String keys() {
    return String.join(",", keyList());
  }

  private List<String> keyList() {
    return descriptors.keySet().stream().map(Analysis::key).toList();
  }

  /** The analysis that a client means by a word, in any case, also in the singular. */
  public Optional<Analysis> meant(String word) {
    return descriptors.keySet().stream()
        .filter(known -> known.key().equalsIgnoreCase(word))
        .findFirst()
        .or(
            () ->
                descriptors.keySet().stream()
                    .filter(known -> known.singular().equalsIgnoreCase(word))
                    .findFirst());
  }

  /** A part of a message about an analysis that is not known, as {@link NearestNames#aside}. */
  public String aside(String word) {
    return NearestNames.aside(word, keyList());
  }

  /**
   * The analyses that must run for these: what they need before themselves, as far as that is
   * known; otherwise in the order of replies.
   */
  public List<Analysis> inOrder(Set<Analysis> asked) {
    Order last = lastOrder;
    if (!last.asked().equals(asked)) {
      Set<Analysis> order = new LinkedHashSet<>();
      new TreeSet<>(asked).forEach(analysis -> add(analysis, order));
      last = new Order(Set.copyOf(asked), List.copyOf(order));
      lastOrder = last;
    }
    return last.analyses();
  }

  private record Order(Set<Analysis> asked, List<Analysis> analyses) {}

  private void add(Analysis analysis, Set<Analysis> order) {
    if (!order.contains(analysis)) {
      needs(analysis).forEach(need -> add(need, order)); // ends: there are no circles
      order.add(analysis);
    }
  }

  /** What the analysis needs directly; nothing for one that is not known. */
  public SortedSet<Analysis> needs(Analysis analysis) {
    AnalysisDescriptor descriptor = descriptors.get(analysis);
    return descriptor == null ? Collections.emptySortedSet() : descriptor.needs();
  }

  /** For logs. */
  @Override
  public String toString() {
    return "AnalysisCatalog[" + keys() + "]";
  }
}
