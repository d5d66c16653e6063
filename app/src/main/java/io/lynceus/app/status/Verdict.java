package io.lynceus.app.status;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.status.Health.Problem;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in a line whether a cluster is well, and lists what is not. */
final class Verdict {
  static final String OK = "OK:";
  static final String ATTENTION = "ATTENTION:";

  /** The most problems in the verdict itself. */
  private static final int MOST = 3;

  private Verdict() {}

  /** {@code OK: …} or {@code ATTENTION: …}, in lines that fit. */
  static List<String> lines(ClusterStatus status, Style style) {
    Health health = Health.of(status);
    return health.isWell()
        ? painted(OK, well(status), Ink.GOOD, style)
        : attention(ill(health.now()), style);
  }

  /** {@code ATTENTION: …}. */
  static List<String> attention(String what, Style style) {
    return painted(ATTENTION, what, Ink.BAD, style);
  }

  private static List<String> painted(String word, String text, Ink ink, Style style) {
    List<String> lines = new ArrayList<>(style.wrap(word + " " + text, word.length() + 1));
    lines.set(0, style.paint(ink, word) + lines.get(0).substring(word.length()));
    return lines;
  }

  private static String well(ClusterStatus status) {
    List<Slave> ready =
        status.slaves().stream().filter(slave -> slave.state() == State.READY).toList();
    int drained = status.slaves().size() - ready.size();
    return String.format(
        Locale.ROOT,
        "%s ready, %s, %s in hand%s",
        number(ready.size(), "slave"),
        number(ready.stream().mapToInt(Slave::slots).sum(), "thread"),
        number(ready.stream().mapToInt(Slave::busy).sum(), "unit"),
        drained == 0 ? "" : "; " + number(drained, "slave") + " draining");
  }

  private static String number(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String ill(List<Problem> problems) {
    String first =
        problems.stream().limit(MOST).map(Problem::what).collect(Collectors.joining("; "));
    return problems.size() <= MOST ? first : first + "; and " + (problems.size() - MOST) + " more";
  }

  /** All problems with what to do, below the verdict. */
  static List<String> problems(ClusterStatus status, Style style) {
    Health health = Health.of(status);
    List<String> lines = new ArrayList<>(lines(status, style));
    if (!health.now().isEmpty()) {
      lines.add("");
      lines.add("now");
      health.now().forEach(problem -> add(problem, style, lines));
    }
    if (!health.past().isEmpty()) {
      lines.add("");
      lines.add("since the master's start; it may be over");
      health.past().forEach(problem -> add(problem, style, lines));
    }
    if (health.isWell() && health.past().isEmpty()) {
      lines.add("no problem is known");
    }
    return lines;
  }

  private static void add(Problem problem, Style style, List<String> lines) {
    lines.addAll(style.wrap("- " + problem.what(), 2));
    style.wrap("  " + problem.remedy(), 2).forEach(line -> lines.add(style.paint(Ink.SOFT, line)));
  }
}
