package io.lynceus.protocol.message;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a slave tells its master. */
public sealed interface SlaveMessage extends Message {

  /**
   * The first message of a connection: who the slave is and what it can do.
   *
   * @param name the slave's own name, unique in the cluster by custom, not by force; at most 64
   *     characters
   * @param process a random number that the slave's process keeps for its life: by it the master
   *     knows a slave that connects again
   * @param version the slave's Lynceus version, for {@code status}
   * @param slots its worker threads, 1 to 1024
   * @param processors that it has for its work
   * @param analyses what it can compute, at most {@value #MAX_ANALYSES}, each once
   * @param networks those that it can use for them
   */
  record Register(
      String name,
      long process,
      String version,
      int slots,
      Processors processors,
      List<AnalysisDescriptor> analyses,
      HasNetworks networks)
      implements SlaveMessage {
    public static final int MAX_ANALYSES = 64;

    /**
     * Checks the analyses.
     *
     * @throws IllegalArgumentException when there are too many, or one is there twice
     */
    public Register {
      analyses = List.copyOf(analyses);
      long different = analyses.stream().map(AnalysisDescriptor::analysis).distinct().count();
      if (analyses.size() > MAX_ANALYSES || different < analyses.size()) {
        throw new IllegalArgumentException(
            "a slave has at most " + MAX_ANALYSES + " analyses, each once");
      }
    }

    /** Of a slave with a processor for each of its threads, on a machine of its own. */
    public Register(
        String name, long process, String version, int slots, List<AnalysisDescriptor> analyses) {
      this(name, process, version, slots, Processors.of(slots), analyses);
    }

    /** Of a slave that tells of no networks. */
    public Register(
        String name,
        long process,
        String version,
        int slots,
        Processors processors,
        List<AnalysisDescriptor> analyses) {
      this(name, process, version, slots, processors, analyses, HasNetworks.NONE);
    }
  }

  /**
   * The networks that the slave can use from now on, loaded or not.
   *
   * @param networks at most {@value #MOST}, each once; for each analysis at most one in use
   * @param takesMore whether the master may hand it others
   */
  record HasNetworks(List<NetworkOffer> networks, boolean takesMore) implements SlaveMessage {
    public static final int MOST = 64;

    /** Tells of none, and takes none. */
    public static final HasNetworks NONE = new HasNetworks(List.of(), false);

    /**
     * Checks the networks.
     *
     * @throws IllegalArgumentException when there are too many, or one is there twice
     */
    public HasNetworks {
      networks = List.copyOf(networks);
      long different =
          networks.stream().map(offer -> offer.analysis() + " " + offer.model()).distinct().count();
      long inUse = networks.stream().filter(NetworkOffer::inUse).count();
      long analyses =
          networks.stream()
              .filter(NetworkOffer::inUse)
              .map(NetworkOffer::analysis)
              .distinct()
              .count();
      if (networks.size() > MOST || different < networks.size() || analyses < inUse) {
        throw new IllegalArgumentException(
            "a slave has at most " + MOST + " networks, each once, one in use for an analysis");
      }
    }
  }

  /**
   * What became of a network that the master handed over. If it can be used, {@link HasNetworks}
   * came before.
   *
   * @param transfer as {@link MasterMessage.NetworkAnnounced} told
   * @param problem why it is not taken, one sentence; empty if it is
   */
  record NetworkTaken(long transfer, String problem) implements SlaveMessage {
    public static final int MAX_PROBLEM_CHARS = 1024;
  }

  /**
   * Sent at the interval that {@link MasterMessage.Welcome} names, whatever else travels.
   *
   * @param running units that a worker thread has in hand
   * @param queued units that wait for a worker or for their image
   * @param memory what its memory holds now
   */
  record SlaveHeartbeat(int running, int queued, MemoryUse memory) implements SlaveMessage {}

  /** A worker thread has taken the unit: from now on its fate is tied to this process. */
  record UnitStarted(long attempt) implements SlaveMessage {}

  /**
   * The attempt's result.
   *
   * @param condition what was noticed about the picture that the findings come from
   * @param thumbnail if {@link MasterMessage.AssignUnit#thumbnail} asked for one, and it could be
   *     made
   */
  record UnitDone(
      long attempt,
      Findings findings,
      UnitTiming timing,
      PictureCondition condition,
      Optional<Thumbnail> thumbnail)
      implements SlaveMessage {
    /** A result without a thumbnail. */
    public UnitDone(
        long attempt, Findings findings, UnitTiming timing, PictureCondition condition) {
      this(attempt, findings, timing, condition, Optional.empty());
    }

    /** The result of a sound picture. */
    public UnitDone(long attempt, Findings findings, UnitTiming timing) {
      this(attempt, findings, timing, PictureCondition.SOUND);
    }
  }

  /**
   * The attempt ended without a result.
   *
   * @param message one sentence for the client, at most 1024 characters
   */
  record UnitFailed(long attempt, FailureReason reason, String message) implements SlaveMessage {}

  /**
   * The JVM of a confined unit has died after the unit began: nothing else ran there.
   *
   * @param message one sentence for the client: how it ended; at most {@value #MAX_MESSAGE_CHARS}
   *     characters
   * @param report the beginning of what the JVM says of its crash, for a bug report; at most
   *     {@value #MAX_REPORT_CHARS} characters, empty when it says nothing
   */
  record ChildDied(long attempt, String message, String report) implements SlaveMessage {
    public static final int MAX_MESSAGE_CHARS = 1024;
    public static final int MAX_REPORT_CHARS = 16_384;
  }

  /** The slave takes no more units; what it has it finishes. Then it closes the connection. */
  record Draining() implements SlaveMessage {}

  /**
   * Where an attempt's time went, on the slave.
   *
   * @param decode decoding and scaling that this unit did itself; zero when another unit of the
   *     task had done it
   * @param run the analysis
   */
  record UnitTiming(Duration decode, Duration run) {}

  /** Why an attempt ended without a result. */
  enum FailureReason {
    /** The image cannot be decoded: no other slave would do better. */
    UNREADABLE_IMAGE,
    /** The analysis failed: another slave may do better. */
    ANALYSIS_FAILED,
    /** The slave had no room, was draining or had not the image: another slave takes the unit. */
    REFUSED
  }
}
