package io.lynceus.master.people;

import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.people.SeenFace;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the slaves and dispatch. If people are enrolled here, it says of each face in a
 * result of {@code embedding} whose it is, on a thread of its own: to compare with many takes
 * longer than the dispatch thread has. What a slave says afterwards waits behind its results. If
 * not, the master does not know of that analysis.
 */
public final class JudgedResults implements SlaveEvents, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JudgedResults.class);

  private final SlaveEvents next;
  private final Optional<PeopleDesk> people;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "faces");
            made.setDaemon(true);
            return made;
          });

  /** Messages that wait, by slave. */
  private final Map<RemoteSlave, Integer> waiting = new ConcurrentHashMap<>();

  /**
   * @param next is told what the slaves say
   * @param people whom faces are compared with; empty if none may be compared
   */
  public JudgedResults(SlaveEvents next, Optional<PeopleDesk> people) {
    this.next = next;
    this.people = people;
  }

  @Override
  public void joined(RemoteSlave slave, Register registration) {
    next.joined(slave, people.isPresent() ? registration : without(registration));
  }

  private static Register without(Register told) {
    return new Register(
        told.name(),
        told.process(),
        told.version(),
        told.slots(),
        told.processors(),
        told.analyses().stream()
            .filter(analysis -> !analysis.analysis().equals(SeenFace.ANALYSIS))
            .toList(),
        without(told.networks()));
  }

  private static HasNetworks without(HasNetworks told) {
    return new HasNetworks(
        told.networks().stream()
            .filter(network -> !network.analysis().equals(SeenFace.ANALYSIS))
            .toList(),
        told.takesMore());
  }

  @Override
  public void received(RemoteSlave slave, SlaveMessage message) {
    if (people.isEmpty()) {
      next.received(slave, message instanceof HasNetworks networks ? without(networks) : message);
      return;
    }
    Optional<List<SeenFace>> faces =
        message instanceof UnitDone done ? SeenFace.of(done.findings()) : Optional.empty();
    boolean judged = faces.filter(seen -> !seen.isEmpty()).isPresent();
    if (judged || waiting.containsKey(slave)) {
      inTurn(
          slave,
          () ->
              next.received(
                  slave, judged ? judged((UnitDone) message, faces.orElseThrow()) : message));
    } else {
      next.received(slave, message);
    }
  }

  @Override
  public void lost(RemoteSlave slave, String reason) {
    if (waiting.containsKey(slave)) {
      inTurn(slave, () -> next.lost(slave, reason));
    } else {
      next.lost(slave, reason);
    }
  }

  private void inTurn(RemoteSlave slave, Runnable work) {
    waiting.merge(slave, 1, Integer::sum);
    thread.execute(
        () -> {
          try {
            work.run();
          } finally {
            waiting.computeIfPresent(slave, (key, count) -> count == 1 ? null : count - 1);
          }
        });
  }

  private UnitDone judged(UnitDone done, List<SeenFace> faces) {
    try {
      PeopleDesk desk = people.orElseThrow();
      List<Detection> boxes = new ArrayList<>();
      for (SeenFace face : faces) {
        Optional<Identity> identity = desk.judge(face, done.findings().model());
        boxes.add(
            identity
                .map(known -> face.face().withMarks(face.face().marks().withPerson(known)))
                .orElse(face.face()));
      }
      Findings findings = done.findings().withDetections(boxes);
      return new UnitDone(
          done.attempt(), findings, done.timing(), done.condition(), done.thumbnail());
    } catch (RuntimeException e) {
      log.error("faces cannot be compared: whose they are stays unknown", e);
      return done;
    }
  }

  /** Ends the thread; no slave is connected any more. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
