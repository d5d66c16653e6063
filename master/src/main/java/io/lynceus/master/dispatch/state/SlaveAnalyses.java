package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkChoice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The analyses that a slave has registered, and the networks that it has for them. Slaves that have
 * the same share one instance: a label list for each of a thousand slaves would take memory, and
 * reading them all for each unit would take time. Immutable.
 */
public final class SlaveAnalyses {
  private final List<AnalysisDescriptor> registered;
  private final List<NetworkOffer> networks;
  private final Map<Analysis, Means> inUse = new HashMap<>();
  private final List<Means> withNetworks = new ArrayList<>();
  private final Set<Analysis> all = new TreeSet<>();

  /**
   * How a slave does an analysis.
   *
   * @param descriptor with the labels of the network
   * @param network absent when the slave has told of none
   * @param choice of that network and no other
   */
  public record Means(
      AnalysisDescriptor descriptor,
      Optional<NetworkOffer> network,
      Optional<NetworkChoice> choice) {
    private static Means of(AnalysisDescriptor descriptor, NetworkOffer network) {
      return new Means(
          network.labels().isTold() ? descriptor.withLabels(network.labels().labels()) : descriptor,
          Optional.of(network),
          Optional.of(NetworkChoice.exactly(network.id(), network.sha256())));
    }

    /** What it can find. */
    public Vocabulary labels() {
      return descriptor.labels();
    }
  }

  /**
   * @param networks of analyses that are registered; others are passed over
   */
  public SlaveAnalyses(List<AnalysisDescriptor> registered, List<NetworkOffer> networks) {
    this.registered = registered;
    this.networks = networks;
    for (AnalysisDescriptor descriptor : registered) {
      Analysis analysis = descriptor.analysis();
      all.add(analysis);
      inUse.put(analysis, new Means(descriptor, Optional.empty(), Optional.empty()));
      for (NetworkOffer network : networks) {
        if (network.analysis().equals(analysis)) {
          Means means = Means.of(descriptor, network);
          withNetworks.add(means);
          if (network.inUse()) {
            inUse.put(analysis, means);
          }
        }
      }
    }
  }

  /** Whether these are those analyses and networks. */
  boolean areThose(List<AnalysisDescriptor> others, List<NetworkOffer> otherNetworks) {
    return registered.equals(others) && networks.equals(otherNetworks);
  }

  /** The same analyses with other networks. */
  List<AnalysisDescriptor> registered() {
    return registered;
  }

  /** All networks. */
  public List<NetworkOffer> networks() {
    return networks;
  }

  Set<Analysis> all() {
    return Collections.unmodifiableSet(all);
  }

  /** Whether it has that network. */
  boolean has(NetworkOffer network) {
    return networks.stream().anyMatch(network::isSameNetwork);
  }

  /** How it would do the unit; null when it cannot, or has not the network that has to be used. */
  @Nullable Means means(WorkUnit unit) {
    if (unit.choice().isEmpty()) {
      return inUse.get(unit.analysis());
    }
    NetworkOffer required = unit.network();
    for (Means means : withNetworks) {
      if (required != null && required.isSameNetwork(means.network().orElseThrow())) {
        return means;
      }
    }
    return null;
  }

  /** Whether the unit's analysis is there, and a network for it that knows the unit's labels. */
  boolean canRun(WorkUnit unit) {
    Means means = means(unit);
    return means != null && (unit.labels().isEmpty() || means.labels().mayFind(unit.labels()));
  }

  /** What the network in use for the analysis can find. */
  Vocabulary labels(Analysis analysis) {
    Means means = inUse.get(analysis);
    return means == null ? Vocabulary.NONE : means.labels();
  }
}
