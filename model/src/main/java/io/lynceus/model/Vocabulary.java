package io.lynceus.model;

import io.lynceus.model.text.FoldedText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The labels of an analysis, in the spelling of its network. Clients may write a label in any case,
 * and its words with spaces, hyphens, underscores or nothing between them: {@code Cell-Phone} is
 * {@code cell phone}. Immutable.
 */
public final class Vocabulary {
  /** More labels than this, of one network, are not taken. */
  public static final int MAX_LABELS = 2048;

  public static final int MAX_COUNTED = 8;

  /** Tells no label. */
  public static final Vocabulary NONE = new Vocabulary(List.of(), List.of());

  private final List<String> labels;
  private final List<String> counted;
  private final Map<String, String> byFolded = new LinkedHashMap<>();

  /**
   * @param labels all that the network can find; empty when that is not known
   * @param counted labels that a reply counts even when none was found; boxes without a label are
   *     counted as {@link Analysis#singular}
   * @throws IllegalArgumentException for too many or too long labels, a label that cannot be asked
   *     for, or two that differ only in case or in what is between their words
   */
  public Vocabulary(List<String> labels, List<String> counted) {
    this.labels = labels.stream().distinct().toList();
    this.counted = List.copyOf(counted);
    if (labels.size() > MAX_LABELS || counted.size() > MAX_COUNTED) {
      throw new IllegalArgumentException(
          "an analysis has at most %d labels, and counts %d of them always"
              .formatted(MAX_LABELS, MAX_COUNTED));
    }
    this.labels.forEach(this::add);
    this.counted.forEach(Vocabulary::requireShort);
  }

  private void add(String label) {
    requireShort(label);
    String folded = FoldedText.of(label);
    if (folded.isEmpty() || label.contains(",")) {
      throw new IllegalArgumentException(
          "no client can ask for the label '" + label + "': it is blank or has a comma");
    }
    String other = byFolded.put(folded, label);
    if (other != null) {
      throw new IllegalArgumentException(
          "no client can tell the label '%s' from '%s'".formatted(label, other));
    }
  }

  private static void requireShort(String label) {
    if (label.length() > Findings.MAX_LABEL_CHARS) {
      throw new IllegalArgumentException(
          "a label has at most " + Findings.MAX_LABEL_CHARS + " characters");
    }
  }

  /** All labels, in the network's order; empty when they are not known. */
  public List<String> labels() {
    return labels;
  }

  /** The labels that a reply counts even when none was found. */
  public List<String> counted() {
    return counted;
  }

  /** Whether it is known what the network can find. */
  public boolean isTold() {
    return !labels.isEmpty();
  }

  /** The network's own spelling of a label; empty for one that it is not known to find. */
  public Optional<String> own(String label) {
    return Optional.ofNullable(byFolded.get(FoldedText.of(label)));
  }

  /** Whether the network is known to find that label. */
  public boolean knows(String label) {
    return own(label).isPresent();
  }

  /**
   * Whether the network finds all these labels, or does not tell what it finds.
   *
   * @param folded in the form of {@link FoldedText}
   */
  public boolean mayFind(Collection<String> folded) {
    return !isTold() || byFolded.keySet().containsAll(folded);
  }

  /** The options with their labels in the network's own spelling, as far as it knows them. */
  public AskOptions spell(AskOptions options) {
    List<String> asked = options.list(AskCheck.LABELS);
    return asked.isEmpty() || !isTold()
        ? options
        : options.with(
            AskCheck.LABELS,
            asked.stream().map(label -> own(label).orElse(label)).collect(Collectors.joining(",")));
  }

  /** Whether no box of that label means that there is none in the picture. */
  public boolean canCount(String label) {
    return knows(label) || (!isTold() && counted.contains(label));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && labels.equals(that.labels)
        && counted.equals(that.counted);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + counted.hashCode();
  }

  /** For logs. */
  @Override
  public String toString() {
    return "Vocabulary[" + labels.size() + " labels, counted " + counted + "]";
  }
}
