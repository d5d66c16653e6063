package io.lynceus.store;

import java.util.List;

/**
 * What a check of the store found.
 *
 * @param results how many are in the store
 * @param pictures how many images have a picture or a thumbnail
 * @param auditEntries how many are in the audit table
 * @param problems one line each, at most {@value #MAX_PROBLEMS}; empty when all is well
 */
public record CheckReport(long results, long pictures, long auditEntries, List<String> problems) {
  public static final int MAX_PROBLEMS = 100;

  public CheckReport {
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }
}
