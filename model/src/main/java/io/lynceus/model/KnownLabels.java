package io.lynceus.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The vocabularies of the networks that slaves have told of, by analysis. Immutable. */
public final class KnownLabels {
  /** More different vocabularies than this, of all slaves together, are not taken. */
  public static final int MAX_NETWORKS = 128;

  static final KnownLabels NONE = new KnownLabels(new TreeMap<>());

  private final SortedMap<Analysis, List<Vocabulary>> networks;

  private KnownLabels(SortedMap<Analysis, List<Vocabulary>> networks) {
    this.networks = Collections.unmodifiableSortedMap(networks);
  }

  /**
   * These, with a slave's.
   *
   * @return this itself when nothing is new
   * @throws IllegalArgumentException when there are too many
   */
  KnownLabels with(Collection<AnalysisDescriptor> told) {
    KnownLabels known = this;
    for (AnalysisDescriptor descriptor : told) {
      known = known.with(descriptor.analysis(), descriptor.labels());
    }
    return known;
  }

  /** These, with those of one network; as {@link #with(Collection)}. */
  KnownLabels with(Analysis analysis, Vocabulary labels) {
    List<Vocabulary> known = of(analysis);
    if (!labels.isTold() || known.contains(labels)) {
      return this;
    }
    List<Vocabulary> more = new ArrayList<>(known);
    more.add(labels);
    SortedMap<Analysis, List<Vocabulary>> all = new TreeMap<>(networks);
    all.put(analysis, List.copyOf(more));
    if (all.values().stream().mapToInt(List::size).sum() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          "the slaves' networks have more than " + MAX_NETWORKS + " different lists of labels");
    }
    return new KnownLabels(all);
  }

  /** The analyses whose labels are known. */
  public Collection<Analysis> analyses() {
    return networks.keySet();
  }

  /** The vocabularies of an analysis, each once, in the order in which they were told. */
  public List<Vocabulary> of(Analysis analysis) {
    return networks.getOrDefault(analysis, List.of());
  }

  /** How a network of the analysis spells the label; empty when none knows it. */
  public Optional<String> own(Analysis analysis, String label) {
    return of(analysis).stream().flatMap(network -> network.own(label).stream()).findFirst();
  }
}
