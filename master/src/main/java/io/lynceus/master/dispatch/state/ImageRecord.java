package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of an image, by its hash, over all tasks that bring it: which slaves have it in
 * hand, and what of it was shown to be harmless. Belongs to the dispatch thread.
 *
 * <p>So that an image that kills slaves finds two at most, it is at two slaves at a time until a
 * result shows that it can be decoded, and so is each of its analyses until it has a result.
 */
public final class ImageRecord {
  /** Slave processes that one image may kill. */
  public static final int MOST_DEATHS = 2;

  private final Map<ConnectedSlave, Integer> anywhere = new HashMap<>(4);
  private final Map<Analysis, Map<ConnectedSlave, Integer>> inHand = new TreeMap<>();
  private final Set<Analysis> harmless = new TreeSet<>();
  private final Runnable onOver;
  private boolean doubted;
  private int tasks;

  /**
   * @param onOver called when no task and no slave has the image any more
   */
  public ImageRecord(Runnable onOver) {
    this.onOver = onOver;
  }

  /** One more task brings the image. */
  void join() {
    tasks++;
  }

  /** One of the tasks is gone; slaves may still have attempts of it. */
  void leave() {
    tasks--;
    tellIfOver();
  }

  private void tellIfOver() {
    if (isOver()) {
      onOver.run();
    }
  }

  /** Whether no task and no slave has it any more. */
  boolean isOver() {
    return tasks == 0 && anywhere.isEmpty();
  }

  /** The slave has one more attempt in hand. */
  void given(Analysis analysis, ConnectedSlave slave) {
    anywhere.merge(slave, 1, Integer::sum);
    inHand.computeIfAbsent(analysis, none -> new HashMap<>(4)).merge(slave, 1, Integer::sum);
  }

  /** The slave has one attempt less in hand. */
  void released(Analysis analysis, ConnectedSlave slave) {
    takeOne(anywhere, slave);
    takeOne(inHand.getOrDefault(analysis, Map.of()), slave);
    tellIfOver();
  }

  private static void takeOne(Map<ConnectedSlave, Integer> attempts, ConnectedSlave slave) {
    attempts.computeIfPresent(slave, (any, number) -> number == 1 ? null : number - 1);
  }

  int tasks() {
    return tasks;
  }

  /** Attempts that slaves have in hand. */
  int inHand() {
    return anywhere.values().stream().mapToInt(Integer::intValue).sum();
  }

  Set<Analysis> analysesInHand() {
    return inHand.keySet();
  }

  /** A slave died while it ran one of the analyses. */
  public void doubt() {
    doubted = true;
  }

  /** Whether the image itself, whatever the analysis, may be what a slave died of. */
  public boolean isDoubted() {
    return doubted && !isProvenDecodable();
  }

  /** The analysis has a result, so that it and the decoding are harmless. */
  void prove(Analysis analysis) {
    harmless.add(analysis);
  }

  public boolean isProvenDecodable() {
    return !harmless.isEmpty();
  }

  /**
   * The slaves that this analysis of the image may be killing now, as long as it was not shown to
   * be harmless: those that have it in hand, wanted or given up, or any analysis of an image that
   * nothing has decoded yet.
   */
  Set<ConnectedSlave> atRisk(Analysis analysis) {
    if (!isProvenDecodable()) {
      return anywhere.keySet();
    }
    return harmless.contains(analysis)
        ? Set.of()
        : inHand.getOrDefault(analysis, Map.of()).keySet();
  }
}
