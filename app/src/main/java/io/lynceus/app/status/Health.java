package io.lynceus.app.status;

import io.lynceus.app.cli.Text;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.ClusterStatus.WebhookUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a cluster is well.
 *
 * @param now what is wrong now, the gravest first
 * @param past what went wrong since the master's start; it may be over, so the cluster can be well
 */
record Health(List<Problem> now, List<Problem> past) {
  /** The least slowness that a master tells of, beside 1: a slave with it was slow for minutes. */
  static final double SLOW = 1.5;

  private static final double NEARLY_FULL_SLAVE = 0.9;
  private static final double NEARLY_FULL_MASTER = 0.8;

  /**
   * One thing that is wrong.
   *
   * @param what in a few words, without a full stop
   * @param remedy what to do about it
   */
  record Problem(String what, String remedy) {}

  /** What is wrong with a slave now. */
  enum Illness {
    SILENT,
    SLOW,
    FULL,
    NONE
  }

  static Health of(ClusterStatus status) {
    List<Problem> now = new ArrayList<>();
    List<Problem> past = new ArrayList<>();
    withoutSlaves(status, now);
    for (Illness illness : Illness.values()) {
      status.slaves().stream()
          .filter(slave -> illness(slave) == illness && illness != Illness.NONE)
          .forEach(slave -> now.add(problem(slave, illness)));
    }
    ofMaster(status, now);
    ofStore(status, now, past);
    ofBroker(status, now);
    status.master().webhooks().forEach(webhook -> ofWebhook(webhook, now));
    ofImages(status, past);
    status.slaves().forEach(slave -> ofHistory(slave, past));
    return new Health(List.copyOf(now), List.copyOf(past));
  }

  boolean isWell() {
    return now.isEmpty();
  }

  static Illness illness(Slave slave) {
    if (slave.state() == State.SUSPECT) {
      return Illness.SILENT;
    }
    if (slave.pace().slowness().orElse(0) >= SLOW) {
      return Illness.SLOW;
    }
    return share(slave.memory().residentBytes(), slave.memory().boundBytes()) >= NEARLY_FULL_SLAVE
        ? Illness.FULL
        : Illness.NONE;
  }

  private static Problem problem(Slave slave, Illness illness) {
    String name = Text.shown(slave.name());
    return switch (illness) {
      case SILENT ->
          new Problem(
              name + " is silent", "it hangs, or its network is cut: read its log, restart it");
      case SLOW ->
          new Problem(
              String.format(
                  Locale.ROOT, "%s %.1f times slow", name, slave.pace().slowness().orElse(0)),
              "look at the load and the cooling of its machine, or take it out: lynceus drain "
                  + name);
      case FULL, NONE ->
          new Problem(
              String.format(
                  Locale.ROOT,
                  "%s has %.0f %% of its memory",
                  name,
                  100 * share(slave.memory().residentBytes(), slave.memory().boundBytes())),
              "at 100 % it ends: raise its limits.resident-bytes, or lower its threads");
    };
  }

  private static void withoutSlaves(ClusterStatus status, List<Problem> now) {
    if (status.slaves().isEmpty()) {
      now.add(
          new Problem(
              "no slave is connected: start one with 'lynceus slave'",
              "lynceus slave, with the master's LYNCEUS_SECRET; if one runs, its log says why it"
                  + " is not here"));
    } else if (status.slaves().stream().noneMatch(slave -> slave.state() == State.READY)) {
      now.add(
          new Problem(
              "no slave is ready",
              "start one, or put a drained one back: lynceus drain --undo SLAVE"));
    }
  }

  private static void ofMaster(ClusterStatus status, List<Problem> now) {
    MasterMemory memory = status.master().memory();
    double held = share(memory.heldBytes(), memory.heldBoundBytes());
    if (held >= NEARLY_FULL_MASTER) {
      now.add(
          new Problem(
              String.format(
                  Locale.ROOT,
                  "the master's room for images and replies is %.0f %% full",
                  100 * held),
              "clients do not read their replies, or images are large: see tasks.held-bytes"));
    }
    double refused = status.load().busyPerSecond();
    if (refused > 0) {
      int more = status.estimate().map(Estimate::more).orElse(0);
      now.add(
          new Problem(
              String.format(Locale.ROOT, "%.2f images/s are refused as busy", refused),
              more > 0 ? "start " + more + " more slaves, at least" : "start more slaves"));
    }
  }

  private static void ofStore(ClusterStatus status, List<Problem> now, List<Problem> past) {
    status
        .master()
        .store()
        .ifPresent(
            store -> {
              if (!store.state().equals("ok")) {
                now.add(
                    new Problem(
                        "the store keeps nothing (" + Text.shown(store.state()) + ")",
                        Text.shown(store.problem().orElse("read the master's log"))));
              }
              if (store.dropped() > 0) {
                past.add(
                    new Problem(
                        store.dropped() + " replies are not in the store",
                        "it was too slow or failed, or the master was killed: its log says which"));
              }
            });
  }

  private static void ofBroker(ClusterStatus status, List<Problem> now) {
    status
        .master()
        .mqtt()
        .flatMap(BrokerUse::problem)
        .ifPresent(
            why ->
                now.add(
                    new Problem(
                        "the MQTT broker is not told of everything",
                        Text.shown(why) + ": try lynceus mqtt test")));
  }

  private static void ofWebhook(WebhookUse webhook, List<Problem> now) {
    if (!webhook.state().equals("ok")) {
      String name = Text.shown(webhook.name());
      now.add(
          new Problem(
              "the webhook "
                  + name
                  + " is not told of events ("
                  + Text.shown(webhook.state())
                  + ")",
              Text.shown(webhook.problem().orElse("the receiver wants nothing more"))
                  + ": try lynceus webhooks test "
                  + name));
    }
  }

  private static void ofImages(ClusterStatus status, List<Problem> past) {
    Tasks tasks = status.tasks();
    if (tasks.partial() + tasks.rejected() > 0) {
      past.add(
          new Problem(
              tasks.partial() + " images partial, " + tasks.rejected() + " rejected",
              "their replies say why"));
    }
    long died = status.attempts().confined().died();
    if (died > 0) {
      past.add(
          new Problem(
              died
                  + (died == 1 ? " image has" : " images have")
                  + " killed the slaves that took it",
              "see lynceus quarantine list"));
    }
  }

  private static void ofHistory(Slave slave, List<Problem> past) {
    History history = slave.history();
    String name = Text.shown(slave.name());
    long failed = history.failed() + history.tookTooLong();
    if (failed > 0) {
      past.add(
          new Problem(name + ": " + failed + " units failed or took too long", "read its log"));
    }
    if (history.lost() > 0) {
      past.add(
          new Problem(
              name + ": connection lost " + times(history.lost()),
              "look at its log, its exit code and its supervisor"));
    }
    if (history.silent() > 0) {
      past.add(
          new Problem(
              name + ": silent " + times(history.silent()),
              "look at its machine's load, and at the network"));
    }
  }

  private static String times(long number) {
    return number == 1 ? "once" : number + " times";
  }

  /** 0 where one of both is unknown. */
  private static double share(long bytes, long bound) {
    return bound == 0 ? 0 : (double) bytes / bound;
  }
}
