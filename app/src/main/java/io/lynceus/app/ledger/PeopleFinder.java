package io.lynceus.app.ledger;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.ledger.Calibration;
import io.lynceus.scene.presence.Still;
import io.lynceus.scene.presence.Still.Found;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds objects in frames, in this process, as a slave would. Any thread may call it. */
interface PeopleFinder extends AutoCloseable {

  /**
   * What a frame shows.
   *
   * @throws IOException when it cannot be looked at
   */
  Still look(int frame, double framesPerSecond, ByteBuffer file) throws IOException;

  @Override
  default void close() {}

  /** A still of a video. */
  static Still still(int frame, double framesPerSecond, int width, int height, List<Found> found) {
    Instant time =
        Calibration.START.plus(Duration.ofMillis(Math.round(1000 * frame / framesPerSecond)));
    return new Still("frame-" + (frame + 1), "", time, time, true, Set.of(), found, width, height);
  }

  /** Loads the network for objects. */
  static PeopleFinder open(VisionConfig config) throws CommandException {
    try {
      return new OfVision(Vision.open(config, Analysis.OBJECTS::equals));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** With the networks of this process. */
  final class OfVision implements PeopleFinder {
    private final Vision vision;
    private final Ask ask;

    OfVision(Vision vision) {
      this.vision = vision;
      SortedSet<Analysis> objects = new TreeSet<>(Set.of(Analysis.OBJECTS));
      this.ask = Ask.DEFAULT.withAnalyses(objects);
    }

    @Override
    public Still look(int frame, double framesPerSecond, ByteBuffer file) throws IOException {
      try {
        Vision.Look look = vision.look(file, ask);
        Findings objects = look.findings().get(Analysis.OBJECTS);
        List<Found> found =
            objects == null
                ? List.of()
                : objects.boxes().stream()
                    .map(
                        box ->
                            new Found(
                                box.label().orElse("object"),
                                box.score(),
                                box.box(),
                                List.of(),
                                true))
                    .toList();
        return still(
            frame,
            framesPerSecond,
            look.header().displayWidth(),
            look.header().displayHeight(),
            found);
      } catch (RefusedImageException | AnalysisException | UnreadableImageException e) {
        throw new IOException(String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void close() {
      vision.close();
    }
  }
}
