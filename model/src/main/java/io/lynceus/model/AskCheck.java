package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.text.NearestNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds labels in an ask that no network knows, and that would silently be counted as absent. What
 * cannot be known yet, because no slave has told of an analysis or of the labels of its network, is
 * not called wrong.
 *
 * @param catalog what is known now
 */
public record AskCheck(AnalysisCatalog catalog, Ask ask) {
  /** The key of the option with the labels that are looked for. */
  public static final String LABELS = "labels";

  private static final int MOST_NAMED = 3;

  /** Why the labels that are asked for cannot be looked for, and what to ask for instead. */
  public Optional<String> wrongLabels() {
    List<String> asked = ask.options().list(LABELS);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    List<Analysis> readers = readers(LABELS);
    if (isAllTold(readers)) {
      List<String> unknown = asked.stream().filter(label -> !isKnown(readers, label)).toList();
      if (!unknown.isEmpty()) {
        return Optional.of(unknown(unknown, readers));
      }
    }
    return readers.stream().flatMap(reader -> apart(reader).stream()).findFirst();
  }

  /**
   * The labels that an analysis has to look for; empty when it looks for all that it knows. A label
   * that only another analysis knows is not among them: that one looks for it.
   */
  public List<String> labelsOf(Analysis analysis) {
    if (ask.options().value(LABELS).isEmpty()) {
      return List.of();
    }
    List<Analysis> readers = readers(LABELS);
    if (!readers.contains(analysis)) {
      return List.of();
    }
    List<Analysis> others = readers.stream().filter(other -> !other.equals(analysis)).toList();
    return ask.options().list(LABELS).stream()
        .filter(label -> isKnown(List.of(analysis), label) || !isLeftTo(others, label))
        .toList();
  }

  /** Whether one of the others finds that label, or may find it. */
  private boolean isLeftTo(List<Analysis> others, String label) {
    return others.stream().anyMatch(other -> !isTold(other) || isKnown(List.of(other), label));
  }

  private List<Analysis> readers(String key) {
    return catalog.inOrder(ask.wanted()).stream()
        .filter(analysis -> catalog.descriptor(analysis).filter(d -> d.reads(key)).isPresent())
        .toList();
  }

  private boolean isAllKnown() {
    return ask.wanted().stream().allMatch(analysis -> catalog.descriptor(analysis).isPresent());
  }

  private boolean isAllTold(List<Analysis> readers) {
    return !readers.isEmpty() && isAllKnown() && readers.stream().allMatch(this::isTold);
  }

  private boolean isKnown(List<Analysis> readers, String label) {
    return readers.stream()
        .flatMap(reader -> networks(reader).stream())
        .anyMatch(network -> network.knows(label));
  }

  private String unknown(List<String> labels, List<Analysis> readers) {
    List<String> known =
        readers.stream()
            .flatMap(reader -> networks(reader).stream())
            .flatMap(network -> network.labels().stream())
            .distinct()
            .toList();
    return labels.stream()
        .limit(MOST_NAMED)
        .map(label -> "there is no label '" + label + "'" + hint(label, known))
        .map(sentence -> sentence.endsWith("?") ? sentence : sentence + ";")
        .collect(Collectors.joining(" ", "", " LABELS and GET /v1/labels list all that there are"));
  }

  private String hint(String label, List<String> known) {
    return catalog
        .meant(label)
        .map(analysis -> ": ask for it with analyses=" + analysis)
        .orElseGet(() -> NearestNames.hint(label, known));
  }

  /** What the networks that are used for this ask can find; empty when nobody has told. */
  private List<Vocabulary> networks(Analysis analysis) {
    return catalog.labels(analysis, ask.options());
  }

  private boolean isTold(Analysis analysis) {
    return !networks(analysis).isEmpty();
  }

  /** The network that is used for the analysis, if the client or the master chooses one. */
  public Optional<NetworkChoice> network(Analysis analysis) {
    return catalog.network(analysis, ask.options());
  }

  /** Labels that are known, but not to one network. */
  private Optional<String> apart(Analysis reader) {
    List<Vocabulary> networks = networks(reader);
    List<String> labels =
        labelsOf(reader).stream().filter(label -> isKnown(List.of(reader), label)).toList();
    return networks.isEmpty()
            || networks.stream().anyMatch(network -> labels.stream().allMatch(network::knows))
        ? Optional.empty()
        : Optional.of(
            "no network for %s knows all of %s: ask for them one by one; LABELS and GET"
                    .formatted(reader, String.join(",", labels))
                + " /v1/labels tell which slave knows which");
  }
}
