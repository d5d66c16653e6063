package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.List;
import java.util.function.Consumer;

/**
 * The slaves from their joining to their loss, and the analyses that they have told. On the
 * dispatch thread, but for {@link #catalog}.
 */
final class SlaveSessions {
  private static final String OWN_FAULT = "a fault of this master: its log says more";

  private final SlaveRoster slaves;
  private final OpenTasks tasks;
  private final RetryPolicy retries;
  private final DeathInquiry inquiry;
  private final SlaveMessages messages;
  private final Consumer<Runnable> guard;
  private volatile AnalysisCatalog catalog = AnalysisCatalog.STANDARD; // the dispatch thread writes
  private boolean ending;

  /**
   * @param guard runs a step so that its fault does not stop the next ones
   */
  SlaveSessions(
      SlaveRoster slaves,
      OpenTasks tasks,
      RetryPolicy retries,
      DeathInquiry inquiry,
      SlaveMessages messages,
      Consumer<Runnable> guard) {
    this.slaves = slaves;
    this.tasks = tasks;
    this.retries = retries;
    this.inquiry = inquiry;
    this.messages = messages;
    this.guard = guard;
  }

  /** The analyses that are known now. Any thread may call it. */
  AnalysisCatalog catalog() {
    return catalog;
  }

  void join(RemoteSlave remote, Register registration) {
    try {
      learn(catalog.with(registration.analyses()));
    } catch (IllegalArgumentException e) {
      remote.close("its analyses cannot be taken: " + e.getMessage());
      return;
    }
    try {
      inquiry.joined(slaves.join(remote, registration));
    } catch (RuntimeException e) {
      slaves.remove(remote);
      remote.close(OWN_FAULT);
      throw e;
    }
  }

  /** Open tasks get the units that they miss, as far as the catalog of now tells them. */
  private void learn(AnalysisCatalog now) {
    if (now == catalog) {
      return;
    }
    catalog = now;
    SplitPlan plan = new SplitPlan(now, slaves::free);
    for (SlaveManager task : List.copyOf(tasks.all())) {
      task.traced(() -> task.split(plan).stream().filter(inquiry::admit).forEach(retries::arrange));
    }
  }

  void receive(RemoteSlave remote, SlaveMessage message) {
    ConnectedSlave slave = slaves.find(remote);
    if (slave != null) { // a slave that is lost no longer counts
      try {
        messages.receive(slave, message);
      } catch (RuntimeException e) {
        // What it has in hand may be miscounted.
        guard.accept(() -> messages.dismiss(slave, OWN_FAULT));
        throw e;
      }
    }
  }

  void lose(RemoteSlave remote) {
    ConnectedSlave slave = slaves.remove(remote);
    if (slave == null || ending) {
      return;
    }
    List<Attempt> orphans = slave.attempts();
    orphans.forEach(slave::release);
    inquiry.slaveDied(slave, orphans);
  }

  /** This master closes the connections: no work is suspected of that. */
  void end() {
    ending = true;
  }

  /** Whether slaves are lost because this master ends. */
  boolean areEnding() {
    return ending;
  }
}
