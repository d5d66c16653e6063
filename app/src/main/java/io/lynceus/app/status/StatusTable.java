package io.lynceus.app.status;

import io.lynceus.app.cli.Text;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes the state of a cluster as a table for people. */
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
          "SLOW",
          "FAILED",
          "LOST",
          "MEMORY",
          "OF",
          "PICTURES");

  /** The columns from this one on are numbers, which are right-aligned. */
  private static final int FIRST_NUMBER = 4;

  private StatusTable() {}

  /** The lines, without the last line end. */
  static String of(ClusterStatus status) {
    Tasks tasks = status.tasks();
    List<String> lines = new ArrayList<>();
    lines.add(master(status.master()));
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
    lines.add(waiting(status.queue()));
    if (!status.load().workPerImage().isZero()) {
      lines.add(load(status));
    }
    status.estimate().ifPresent(made -> lines.add(wanted(made)));
    lines.add("");
    if (status.slaves().isEmpty()) {
      lines.add("no slave is connected: start one with 'lynceus slave'");
    } else {
      lines.addAll(table(status.slaves()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String master(Master master) {
    String life = "master  " + Text.shown(master.version()) + ", up " + time(master.uptime());
    MasterMemory memory = master.memory();
    return memory.heapBoundBytes() == 0
        ? life
        : String.format(
            Locale.ROOT,
            "%s; memory %s, heap %s of %s, images and replies %s of %s",
            life,
            mebibytes(memory.residentBytes()),
            mebibytes(memory.heapBytes()),
            mebibytes(memory.heapBoundBytes()),
            mebibytes(memory.heldBytes()),
            mebibytes(memory.heldBoundBytes()));
  }

  private static String waiting(Queue queue) {
    if (queue.units().isEmpty()) {
      return "queue   nothing waits";
    }
    String units =
        queue.units().entrySet().stream()
            .map(waiting -> waiting.getValue() + " " + waiting.getKey().key())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "queue   %s wait, the oldest for %.1f s; files of waiting images %s",
        units,
        queue.oldest().toMillis() / 1e3,
        mebibytes(queue.bytes()));
  }

  private static String load(ClusterStatus status) {
    Load load = status.load();
    long threads =
        status.slaves().stream()
            .filter(slave -> slave.state() == State.READY)
            .mapToLong(Slave::slots)
            .sum();
    String arrivals =
        String.format(
            Locale.ROOT,
            "load    %.2f images/s in the last minute, each %d ms of a thread's time",
            load.imagesPerSecond(),
            load.workPerImage().toMillis());
    double busy = load.imagesPerSecond() * load.workPerImage().toNanos() / 1e7;
    String share =
        threads == 0
            ? ""
            : String.format(Locale.ROOT, ": %.0f %% of %d threads", busy / threads, threads);
    return load.busyPerSecond() == 0
        ? arrivals + share
        : arrivals + share + String.format(Locale.ROOT, "; %.2f/s refused", load.busyPerSecond());
  }

  private static String wanted(Estimate estimate) {
    String slaves =
        String.format(
            Locale.ROOT,
            "slaves  for 95 %% of the images to wait less than %d ms: %s%d",
            estimate.target().toMillis(),
            estimate.atLeast() ? "at least " : "",
            estimate.slaves());
    return estimate.more() > 0
        ? slaves + ", " + estimate.more() + " more than are ready"
        : slaves + ", which are ready";
  }

  private static String attempts(Attempts attempts) {
    String counts =
        String.format(
            Locale.ROOT,
            "units   %d given, %d of them again, %d as second attempts; %d results unused",
            attempts.given(),
            attempts.again(),
            attempts.speculative(),
            attempts.wasted());
    Confined confined = attempts.confined();
    String alone =
        confined.given() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %d in JVMs of their own, of which %d died",
                confined.given(),
                confined.died());
    return attempts.again() == 0
        ? counts + alone
        : counts
            + alone
            + String.format(
                Locale.ROOT,
                "; given again after %d ms at most, the last after %d ms",
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
              state(slave),
              String.valueOf(slave.slots()),
              String.valueOf(slave.busy()),
              String.valueOf(slave.unitsDone()),
              slowness(slave),
              String.valueOf(slave.history().failed() + slave.history().tookTooLong()),
              String.valueOf(slave.history().lost()),
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

  /** A draining slave without units is shown as drained. */
  private static String state(Slave slave) {
    return slave.state() == State.DRAINING && slave.busy() == 0
        ? "drained"
        : slave.state().name().toLowerCase(Locale.ROOT);
  }

  private static String slowness(Slave slave) {
    OptionalDouble slowness = slave.pace().slowness();
    return slowness.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1fx", slowness.getAsDouble());
  }

  /** 0 means unknown, or nothing. */
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
