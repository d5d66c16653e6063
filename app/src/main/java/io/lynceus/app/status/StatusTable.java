package io.lynceus.app.status;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.ClusterStatus.WebhookUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes the state of a cluster for people: a verdict, the numbers, the slaves. */
final class StatusTable {
  /** Where the numbers begin, behind the word that says what they are about. */
  private static final int INDENT = 8;

  private static final String WHAT_TO_DO = "what to do: lynceus status --problems";

  private StatusTable() {}

  /** The lines. None is wider than the terminal, unless a single word is. */
  static List<String> lines(ClusterStatus status, Style style) {
    List<String> lines = new ArrayList<>(Verdict.lines(status, style));
    if (!Health.of(status).isWell()) {
      lines.add(style.paint(Ink.SOFT, WHAT_TO_DO));
    }
    lines.add("");
    facts(status).forEach(fact -> lines.addAll(style.wrap(fact, INDENT)));
    if (!status.slaves().isEmpty()) {
      lines.add("");
      lines.addAll(SlaveTable.lines(status.slaves(), style));
    }
    return lines;
  }

  private static List<String> facts(ClusterStatus status) {
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
    status.master().store().ifPresent(store -> lines.add(store(store)));
    status.master().mqtt().ifPresent(mqtt -> lines.add(mqtt(mqtt)));
    status.master().webhooks().forEach(webhook -> lines.add(webhook(webhook)));
    return lines;
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

  private static String store(StoreUse store) {
    return "store   "
        + Text.shown(store.state())
        + ", "
        + known(store.results())
        + " results, "
        + (store.bytes().isPresent() ? mebibytes(store.bytes().getAsLong()) : "size unknown")
        + "; "
        + store.waiting()
        + " wait, "
        + store.dropped()
        + " dropped since the start";
  }

  private static String mqtt(BrokerUse mqtt) {
    return "mqtt    "
        + Text.shown(mqtt.state())
        + "; "
        + mqtt.pending()
        + " wait, "
        + mqtt.refused()
        + " refused since the start";
  }

  private static String webhook(WebhookUse webhook) {
    return "webhook "
        + Text.shown(webhook.name())
        + " "
        + Text.shown(webhook.state())
        + "; "
        + known(webhook.pending())
        + " wait, "
        + known(webhook.dead())
        + " given up";
  }

  private static String known(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "unknown";
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

  /** 0 means unknown, or nothing. */
  static String mebibytes(long bytes) {
    return bytes == 0 ? "-" : (bytes >> 20) + " MiB";
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
