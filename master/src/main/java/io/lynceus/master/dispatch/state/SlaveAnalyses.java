package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Vocabulary;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The analyses that a slave has registered. Slaves that have registered the same share one
 * instance: a label list for each of a thousand slaves would take memory, and reading them all for
 * each unit would take time. Immutable.
 */
public final class SlaveAnalyses {
  private final List<AnalysisDescriptor> registered;
  private final Map<Analysis, AnalysisDescriptor> byAnalysis = new HashMap<>();
  private final Set<Analysis> all = new TreeSet<>();

  public SlaveAnalyses(List<AnalysisDescriptor> registered) {
    this.registered = registered;
    for (AnalysisDescriptor descriptor : registered) {
      byAnalysis.put(descriptor.analysis(), descriptor);
      all.add(descriptor.analysis());
    }
  }

  /** Whether these are the analyses of a registration. */
  boolean areThose(List<AnalysisDescriptor> others) {
    return registered.equals(others);
  }

  Set<Analysis> all() {
    return Collections.unmodifiableSet(all);
  }

  /** Null for an analysis that is not there. */
  @Nullable AnalysisDescriptor descriptor(Analysis analysis) {
    return byAnalysis.get(analysis);
  }

  /** Whether the unit's analysis is there, and its network knows the unit's labels. */
  boolean canRun(WorkUnit unit) {
    AnalysisDescriptor descriptor = byAnalysis.get(unit.analysis());
    return descriptor != null
        && (unit.labels().isEmpty() || descriptor.labels().mayFind(unit.labels()));
  }

  /** What the network for the analysis can find. */
  Vocabulary labels(Analysis analysis) {
    AnalysisDescriptor descriptor = byAnalysis.get(analysis);
    return descriptor == null ? Vocabulary.NONE : descriptor.labels();
  }
}
