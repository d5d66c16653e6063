package io.lynceus.model;

import java.util.List;
import java.util.Optional;

/**
 * The labels that clients can ask for, by the networks that know them.
 *
 * @param networks in the order of replies, and for one analysis in the order in which slaves told
 */
public record ClusterLabels(List<Network> networks) {
  public ClusterLabels {
    networks = List.copyOf(networks);
  }

  /**
   * A network, or several without a name that know the same labels.
   *
   * @param name {@code NAME:VERSION@HASH}; absent when the slaves do not tell
   * @param labels in its own order and spelling
   * @param slaves names of the connected slaves that have it; empty when none is connected
   */
  public record Network(
      Analysis analysis, Optional<String> name, List<String> labels, List<String> slaves) {
    public Network {
      labels = List.copyOf(labels);
      slaves = List.copyOf(slaves);
    }

    /** One without a name. */
    public Network(Analysis analysis, List<String> labels, List<String> slaves) {
      this(analysis, Optional.empty(), labels, slaves);
    }
  }
}
