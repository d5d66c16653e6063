package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an analysis is asked about a picture.
 *
 * @param options what the client has set; each analysis reads its own keys
 * @param needs findings of the same picture that the analysis {@linkplain
 *     AnalysisDescriptor#needs() needs}, by analysis
 * @param network the one that has to be used; absent when the slave's choice counts
 */
public record Question(
    AskOptions options, SortedMap<Analysis, Findings> needs, Optional<NetworkChoice> network) {
  /** No options, no needs. */
  public static final Question DEFAULT = Question.of(AskOptions.NONE);

  /** More needs than an analysis can have are refused. */
  public Question {
    needs = Collections.unmodifiableSortedMap(new TreeMap<>(needs));
    if (needs.size() > AnalysisDescriptor.MAX_NEEDS) {
      throw new IllegalArgumentException(
          "an analysis needs at most " + AnalysisDescriptor.MAX_NEEDS + " others");
    }
  }

  /** Of any network. */
  public Question(AskOptions options, SortedMap<Analysis, Findings> needs) {
    this(options, needs, Optional.empty());
  }

  /** With options, and no needs. */
  public static Question of(AskOptions options) {
    return new Question(options, new TreeMap<>());
  }

  /** The same, of that network. */
  public Question withNetwork(Optional<NetworkChoice> choice) {
    return new Question(options, needs, choice);
  }

  /** The findings of an analysis that is needed. */
  public Optional<Findings> need(Analysis analysis) {
    return Optional.ofNullable(needs.get(analysis));
  }
}
