package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Clients of a simulated master: they submit images, and some leave before the reply. */
final class SimulatedClients {
  private final Simulation simulation;
  private final Set<Analysis> analyses;
  private final boolean equalPictures;
  private final Duration deadline;
  private int submitted;

  /**
   * @param analyses that slaves have
   * @param equalPictures whether all images are copies of one
   * @param deadline of images that have none of their own
   */
  SimulatedClients(
      Simulation simulation, Set<Analysis> analyses, boolean equalPictures, Duration deadline) {
    this.simulation = simulation;
    this.analyses = analyses;
    this.equalPictures = equalPictures;
    this.deadline = deadline;
  }

  /** Images so far. */
  int submitted() {
    return submitted;
  }

  /** A client submits the image, at some time within that. */
  void submit(int image, Duration within) {
    simulation.later(simulation.within(within), () -> simulation.atMaster(() -> submit(image)));
  }

  private void submit(int image) {
    Optional<Duration> own = simulation.faults().deadline();
    TaskRequest request = request(image, own);
    Ledger ledger = simulation.ledger();
    submitted++;
    ledger.submitted(image, simulation.nanos() + own.orElse(deadline).toNanos());
    var ticket =
        simulation
            .dispatcher()
            .submit(
                request,
                reply ->
                    ledger.replied(image, reply, simulation.nanos(), simulation.faults().isCalm()));
    simulation.runPosted();
    if (simulation.oneIn(15)) {
      simulation.later(
          simulation.within(Duration.ofMillis(200)),
          () ->
              simulation.atMaster(
                  () -> {
                    ledger.cancelled(image);
                    ticket.cancel();
                  }));
    }
    if (simulation.oneIn(5)) {
      simulation.checkStatus();
    }
  }

  /** What a client asks for, with that deadline if there is one. */
  TaskRequest request(int image, Optional<Duration> own) {
    String hash = equalPictures ? "hash" : "hash" + SimulatedFaults.original(image);
    TaskRequest request = Images.request(hash, asked(image), 1000, own);
    request.file().putInt(0, image);
    return Ledger.tiles(image, Analysis.OBJECTS).isEmpty()
        ? request
        : Images.asking(request, request.ask().withOption("tiles", "2"));
  }

  /** Some images are asked for the analysis that needs faces, with faces or without. */
  private Set<Analysis> asked(int image) {
    if (image % 3 == 0 && simulation.dispatcher().catalog().descriptor(Images.GRADE).isPresent()) {
      return image % 2 == 0 ? Set.of(Images.GRADE, Analysis.EDGES) : analyses;
    }
    return Images.ALL;
  }
}
