package io.lynceus.scene.rules;

import io.lynceus.model.text.FoldedText;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The labels that a rule names, which may be written in another way than the network's. */
final class Labels {
  private final Set<String> folded;

  Labels(Collection<String> named) {
    folded = named.stream().map(FoldedText::of).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the rule names none. */
  boolean isEmpty() {
    return folded.isEmpty();
  }

  /**
   * @param label folded
   */
  boolean contains(String label) {
    return folded.contains(label);
  }
}
