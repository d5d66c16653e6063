package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names of the sides and the goals for their ratios; docs/performance.md explains them. */
final class Goals {
  static final String CLUSTER = "cluster, 2 slaves";
  static final String BASELINE = "cluster of the other build";
  static final String ONE_PROCESS = "one process, all cores";
  static final String SLOWEST = "slowest analysis alone";
  static final String IDLE = "one image at a time";
  static final String SLOW = "20 %, one slave 10 times slower";
  static final String START = "start of a slave";
  static final String ONE_THREAD = "1 slave of one thread";
  static final String TWO_THREADS = "2 slaves of one thread";
  static final String PLAIN = "no TLS";
  static final String TLS = "TLS on both ports";
  static final String A_FIFTH = "20 % of that";

  private static final String RATE = "images/s";
  private static final String MEDIAN = "p50 ms";

  private Goals() {}

  /** The ratios that were measured, as a Markdown list. */
  static String of(Table table) {
    List<String> lines = new ArrayList<>();
    add(lines, "P1, cluster ÷ one process", table.ratio(RATE, CLUSTER, ONE_PROCESS));
    add(lines, "P6, 2 single-thread slaves ÷ 1", table.ratio(RATE, TWO_THREADS, ONE_THREAD));
    add(lines, "P7, image bytes sent", table.series(CLUSTER, Cost.BYTES));
    add(lines, "P7, the same at a fifth of the load", table.series(A_FIFTH, Cost.BYTES));
    add(lines, "P7, master's part of the CPU time", table.series(CLUSTER, Cost.MASTER_PART));
    add(lines, "P8, one image ÷ slowest analysis", table.ratio(MEDIAN, IDLE, SLOWEST));
    add(lines, "P9, start of a slave in s", table.series(START, "start s"));
    add(lines, "P9, page faults an image", table.series(CLUSTER, Cost.FAULTS));
    add(lines, "P10, p99 with a slow slave ÷ without", table.ratio("p99 ms", SLOW, A_FIFTH));
    add(lines, "P10, TLS ÷ without", table.ratio(RATE, TLS, PLAIN));
    add(lines, "P12, this build ÷ the other", table.ratio(RATE, CLUSTER, BASELINE));
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, String what, Optional<Series> value) {
    value.ifPresent(series -> lines.add("- " + what + ": " + series));
  }
}
