package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.networks.OwnNetworks;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.NetworkOffer;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slaves from their joining to their loss, and the analyses that they have told. On the
 * dispatch thread, but for {@link #catalog}.
 */
final class SlaveSessions {
  private static final Logger log = LoggerFactory.getLogger(SlaveSessions.class);

  private static final String OWN_FAULT = "a fault of this master: its log says more";

  private final SlaveRoster slaves;
  private final OpenTasks tasks;
  private final RetryPolicy retries;
  private final DeathInquiry inquiry;
  private final SlaveMessages messages;
  private final HandOvers handOvers;
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
      HandOvers handOvers,
      Consumer<Runnable> guard) {
    this.slaves = slaves;
    this.tasks = tasks;
    this.retries = retries;
    this.inquiry = inquiry;
    this.messages = messages;
    this.handOvers = handOvers;
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
      networksChanged();
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

  /** Slaves have come or gone with networks, or the master has others. */
  private void networksChanged() {
    List<NetworkOffer> there = new ArrayList<>(slaves.networks());
    there.addAll(handOvers.offers());
    try {
      learn(catalog.withNetworks(there));
    } catch (IllegalArgumentException e) {
      log.warn("no more networks are taken: {}", e.getMessage());
    }
  }

  /** The master has these networks from now on. */
  void have(OwnNetworks own) {
    handOvers.have(own);
    learn(catalog.withChoices(own.choices()));
    networksChanged();
  }

  void receive(RemoteSlave remote, SlaveMessage message) {
    ConnectedSlave slave = slaves.find(remote);
    if (slave != null) { // a slave that is lost no longer counts
      try {
        messages.receive(slave, message);
        if (message instanceof HasNetworks) {
          networksChanged();
        }
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
    networksChanged();
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
