package io.lynceus.client;

import io.lynceus.model.Analysis;
import io.lynceus.model.UnitOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of one image, or of every image of a stream.
 *
 * @param analyses what to look for; empty means what the master does by default
 * @param deadline how long after its arrival the reply is due, 1 ms to 1 h; empty means the
 *     master's setting, which also caps it
 * @param name the image's name in its reply; of a long one the end is sent ({@value
 *     Commands#MAX_NAME_LENGTH} characters), and control characters become {@code ?}
 */
public record SubmitOptions(
    Set<Analysis> analyses, UnitOptions unit, Optional<Duration> deadline, Optional<String> name) {

  /** Nothing asked. */
  public static final SubmitOptions DEFAULT =
      new SubmitOptions(Set.of(), UnitOptions.DEFAULT, Optional.empty(), Optional.empty());

  public SubmitOptions {
    analyses = Collections.unmodifiableSet(new LinkedHashSet<>(analyses));
    if (deadline.isPresent()
        && (deadline.get().toMillis() < 1 || deadline.get().compareTo(Duration.ofHours(1)) > 0)) {
      throw new IllegalArgumentException("a deadline is from 1 ms to 1 hour");
    }
    for (String label : unit.labels()) {
      if (label.isBlank() || label.contains(",")) {
        throw new IllegalArgumentException("a label is not empty and has no comma");
      }
    }
  }

  public SubmitOptions withName(String name) {
    return new SubmitOptions(analyses, unit, deadline, Optional.of(name));
  }

  /** These options, with the edge map in the reply where edges are looked for. */
  public SubmitOptions withEdgesPng() {
    UnitOptions withPng = new UnitOptions(true, unit.labels(), unit.minScore());
    return new SubmitOptions(analyses, withPng, deadline, name);
  }
}
