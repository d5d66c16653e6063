package io.lynceus.app.accuracy;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.image.LevelRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at pictures twice: as users do, and with a low threshold for the curves. The first look
 * gives exactly what users get, whatever follows from the threshold.
 */
interface Examiner extends AutoCloseable {

  /** What can be found. */
  LabelFinders finders();

  /** Where the pictures are looked at, for people. */
  String place();

  /** Which findings users get, for people. */
  String thresholds(List<Analysis> analyses);

  /**
   * Looks at the pictures.
   *
   * @param pictures all have a file
   * @param listener hears of each, in their order, on the caller's thread
   */
  void examine(List<LabelledPicture> pictures, Looks looks, Listener listener)
      throws CommandException, InterruptedException;

  /** The time that a look as users look took on average; empty where that is not known. */
  default Optional<Duration> time() {
    return Optional.empty();
  }

  @Override
  void close();

  /** The two questions for each picture. */
  record Looks(Ask inUse, Ask all) {}

  /** Hears what was seen. */
  interface Listener {
    void seen(LabelledPicture picture, Seen seen);

    /**
     * There is no result.
     *
     * @param again whether the picture should be tried again: it is not to blame
     */
    void unseen(LabelledPicture picture, boolean again, String why);
  }

  /**
   * A picture and what was found in it.
   *
   * @param width pixels as a viewer shows it
   * @param height likewise
   * @param stretched the levels of 16 bits that became black and white
   */
  record Seen(
      int width,
      int height,
      Optional<LevelRange> stretched,
      Map<Analysis, Findings> inUse,
      Map<Analysis, Findings> all) {}
}
