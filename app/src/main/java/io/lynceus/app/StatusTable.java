package io.lynceus.app;

import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.Attempts;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import io.lynceus.protocol.reply.ClusterStatus.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The state of a cluster in columns, for people. */
final class StatusTable {
  private static final List<String> HEAD =
      List.of(
          "SLAVE",
          "ADDRESS",
          "VERSION",
          "STATE",
          "SLOTS",
          "BUSY",
          "DONE",
          "MEMORY",
          "OF",
          "PICTURES");

  /** From this column on, numbers: they stand at the right. */
  private static final int FIRST_NUMBER = 4;

  private StatusTable() {}

  /** Some lines, without the last line end. */
  static String of(ClusterStatus status) {
    Tasks tasks = status.tasks();
    List<String> lines = new ArrayList<>();
    lines.add("master  " + Text.shown(status.version()) + ", up " + time(status.uptime()));
    lines.add(
        String.format(
            Locale.ROOT,
            "tasks   %d waiting, %d running; since the start %d complete, %d partial, %d rejected",
            tasks.waiting(),
            tasks.running(),
            tasks.complete(),
            tasks.partial(),
            tasks.rejected()));
    lines.add(attempts(status.attempts()));
    lines.add("");
    if (status.slaves().isEmpty()) {
      lines.add("no slave is connected: start one with 'lynceus slave'");
    } else {
      lines.addAll(table(status.slaves()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String attempts(Attempts attempts) {
    String counts =
        String.format(
            Locale.ROOT,
            "units   %d given, %d of them again, %d beside a slow one; %d results came too late",
            attempts.given(),
            attempts.again(),
            attempts.speculative(),
            attempts.wasted());
    return attempts.again() == 0
        ? counts
        : counts
            + String.format(
                Locale.ROOT,
                "; again after %d ms at most, the last after %d ms",
                attempts.againLongest().toMillis(),
                attempts.againLast().toMillis());
  }

  private static List<String> table(List<Slave> slaves) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Slave slave : slaves) {
      rows.add(
          List.of(
              Text.shown(slave.name()),
              Text.shown(slave.address()),
              Text.shown(slave.version()),
              slave.state().name().toLowerCase(Locale.ROOT),
              String.valueOf(slave.slots()),
              String.valueOf(slave.busy()),
              String.valueOf(slave.unitsDone()),
              mebibytes(slave.memory().residentBytes()),
              mebibytes(slave.memory().boundBytes()),
              mebibytes(slave.memory().pictureBytes())));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /** 0 is what nobody knows, or nothing. */
  private static String mebibytes(long bytes) {
    return bytes == 0 ? "-" : (bytes >> 20) + " MiB";
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String format = i < FIRST_NUMBER ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
      line.append(i == 0 ? "" : "  ").append(String.format(format, row.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private static String time(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }
}
