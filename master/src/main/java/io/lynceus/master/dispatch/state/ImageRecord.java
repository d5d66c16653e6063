package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known about an image, by its hash, from all tasks that have it: which slaves have it in
 * hand, and what was shown to be harmless.
 *
 * <p>An image may kill two slaves at most. So it is on at most two slaves at a time until a result
 * shows that it can be decoded, and each of its analyses until that analysis has a result. When two
 * have died, it runs in a JVM of its own.
 */
public final class ImageRecord {
  /** Slave processes that one image may kill. */
  public static final int MOST_DEATHS = 2;

  private final Map<ConnectedSlave, Integer> anywhere = new HashMap<>(4);
  private final Map<Analysis, Map<ConnectedSlave, Integer>> inHand = new TreeMap<>();
  private final Set<Analysis> harmless = new TreeSet<>();
  private final Runnable onOver;
  private ImageDeaths deaths = new ImageDeaths();
  private int tasks;

  /**
   * @param onOver called when no task and no slave has the image any more
   */
  public ImageRecord(Runnable onOver) {
    this.onOver = onOver;
  }

  /** One more task has the image. */
  void join() {
    tasks++;
  }

  /** One of the tasks is over; slaves may still have attempts of it. */
  void leave() {
    tasks--;
    tellIfOver();
  }

  private void tellIfOver() {
    if (isOver()) {
      onOver.run();
    }
  }

  /** Whether no task and no slave has the image. */
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

  /** After a fault: nothing has it, until it is counted anew. */
  void clearCounts() {
    tasks = 0;
    anywhere.clear();
    inHand.clear();
  }

  int tasks() {
    return tasks;
  }

  /** Attempts that slaves have in hand. */
  int inHand() {
    int attempts = 0;
    for (int ofSlave : anywhere.values()) {
      attempts += ofSlave;
    }
    return attempts;
  }

  Set<Analysis> analysesInHand() {
    return inHand.keySet();
  }

  /** Slaves have died while they ran the image; these deaths may become more. */
  public void suspect(ImageDeaths deaths) {
    this.deaths = deaths;
  }

  /** Whether the image itself, with any analysis, may have killed a slave. */
  public boolean isSuspect() {
    return !isProvenDecodable() && deaths.countAll() > 0;
  }

  /** How a unit of the analysis has to run next. */
  Precaution precaution(Analysis analysis) {
    int dead = isProvenDecodable() ? deaths.count(analysis) : deaths.countAll();
    if (dead == 0) {
      return Precaution.NONE;
    }
    return dead < MOST_DEATHS ? Precaution.ALONE : Precaution.CONFINED;
  }

  /** The analysis has a result: it and the decoding are harmless. */
  void harmless(Analysis analysis) {
    harmless.add(analysis);
  }

  public boolean isProvenDecodable() {
    return !harmless.isEmpty();
  }

  /**
   * The slaves that this analysis of the image may be killing now: none if it is harmless. Before
   * the image was decoded, all that have any analysis of it in hand, wanted or abandoned; later,
   * those that have this analysis in hand.
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
