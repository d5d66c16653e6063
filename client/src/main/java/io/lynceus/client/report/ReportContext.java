package io.lynceus.client.report;

import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Ask;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a report says of its making, so that it can serve as evidence.
 *
 * @param version of Lynceus that wrote it
 * @param ask what was asked of each picture
 */
public record ReportContext(String version, Ask ask) {
  private static final String LABELS = "labels";

  /** The kinds of the labels that were asked for; all without such a list. */
  Set<FindingKind> wanted() {
    List<String> labels = ask.options().list(LABELS);
    if (labels.isEmpty()) {
      return EnumSet.allOf(FindingKind.class);
    }
    Set<FindingKind> kinds = EnumSet.of(FindingKind.FACE); // which have no label
    labels.forEach(label -> kinds.add(FindingKind.of(label)));
    return kinds;
  }
}
