package io.lynceus.app.accuracy;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.text.FoldedText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which analysis finds a label, and how its network spells it. */
final class LabelFinders {
  private final List<Finder> finders = new ArrayList<>();
  private final Set<Analysis> withoutLabels = new TreeSet<>();

  private record Finder(Analysis analysis, Vocabulary labels) {}

  /**
   * A label that an analysis looks for.
   *
   * @param label in the network's spelling
   */
  record Sought(Analysis analysis, String label) {}

  private LabelFinders(Collection<AnalysisDescriptor> descriptors) {
    for (AnalysisDescriptor descriptor : descriptors) {
      if (descriptor.labels().isTold()) {
        finders.add(new Finder(descriptor.analysis(), descriptor.labels()));
      } else if (descriptor.kinds().contains(FindingsKind.DETECTIONS)) {
        withoutLabels.add(descriptor.analysis());
      }
    }
  }

  /** Those of this process. */
  static LabelFinders of(Collection<AnalysisDescriptor> descriptors) {
    return new LabelFinders(descriptors);
  }

  /** Those of a cluster's slaves; faces are looked for in each cluster. */
  static LabelFinders of(ClusterLabels cluster) {
    LabelFinders found = new LabelFinders(List.of(AnalysisDescriptor.FACES));
    for (ClusterLabels.Network network : cluster.networks()) {
      found.finders.add(
          new Finder(network.analysis(), new Vocabulary(network.labels(), List.of())));
    }
    return found;
  }

  /** Who finds what people call so; empty when no network knows it. */
  Optional<Sought> of(String name) {
    for (Finder finder : finders) {
      Optional<String> own = finder.labels().own(name);
      if (own.isPresent()) {
        return Optional.of(new Sought(finder.analysis(), own.get()));
      }
    }
    String folded = FoldedText.of(name);
    return withoutLabels.stream()
        .filter(analysis -> FoldedText.of(analysis.singular()).equals(folded))
        .map(analysis -> new Sought(analysis, analysis.singular()))
        .findFirst();
  }

  /** All labels, for suggestions. */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    finders.forEach(finder -> all.addAll(finder.labels().labels()));
    withoutLabels.forEach(analysis -> all.add(analysis.singular()));
    return all;
  }
}
