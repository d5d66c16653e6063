package io.lynceus.benchmarks.watches;

import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Question;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchState;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.health.HealthJudgement;
import io.lynceus.scene.health.SceneStill;
import io.lynceus.scene.watch.WatchStill;
import io.lynceus.scene.watch.Watches;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.scene.RegionAnalyzer;
import io.lynceus.vision.scene.SceneAnalyzer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** One sequence of stills, judged as a master does. One thread at a time. */
final class WatchTrial {
  private static final Camera CAMERA = new Camera("camera");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int QUALITY = 88;

  private final SceneAnalyzer scene = new SceneAnalyzer();
  private final RegionAnalyzer regions = new RegionAnalyzer();
  private final Conditions conditions = new Conditions(ZoneOffset.UTC, () -> "h");
  private final Watches watches = new Watches(ZoneOffset.UTC, () -> "w");
  private final MadeStills stills;
  private final boolean takenAtNight;
  private final double nudge;
  private int number;

  /** That have begun so far. */
  private int events;

  /**
   * What came of a stage.
   *
   * @param missing times at which it began to be called missing
   * @param events that began
   * @param unknown stills after which nobody could say
   * @param told the still after which it was first called what it is: missing when taken, present
   *     when back; absent if it never was
   */
  record Outcome(int stills, int missing, int events, int unknown, OptionalInt told) {}

  /**
   * A trial.
   *
   * @param backgrounds of one size; not changed
   * @param inpainted whether the thing is a part of the background
   * @param takenAtNight whether it is taken at night
   */
  WatchTrial(List<Mat> backgrounds, boolean inpainted, boolean takenAtNight, long seed) {
    Random random = new Random(seed);
    this.stills = new MadeStills(backgrounds, inpainted, random);
    this.takenAtNight = takenAtNight;
    this.nudge = 0.02 * (2 * random.nextDouble() - 1);
    watches.settings(
        CameraSet.NONE.withWatches(
            List.of(WatchConfig.of("thing", CAMERA.name(), stills.region(), WatchKind.PRESENT))));
  }

  /** Runs all stages. */
  Map<WatchStage, Outcome> run()
      throws AnalysisException, RefusedImageException, UnreadableImageException {
    Map<WatchStage, Outcome> outcomes = new EnumMap<>(WatchStage.class);
    WatchState before = WatchState.UNKNOWN;
    for (WatchStage stage : WatchStage.values()) {
      int missing = 0;
      int unknown = 0;
      int eventsBefore = events;
      OptionalInt told = OptionalInt.empty();
      WatchState right = stage.isThere() ? WatchState.PRESENT : WatchState.MISSING;
      for (int i = 0; i < stage.stills; i++) {
        WatchState state = see(stage, i);
        missing += state == WatchState.MISSING && before != WatchState.MISSING ? 1 : 0;
        unknown += state == WatchState.UNKNOWN ? 1 : 0;
        if (state == right && told.isEmpty()) {
          told = OptionalInt.of(i + 1);
        }
        before = state;
      }
      outcomes.put(stage, new Outcome(stage.stills, missing, events - eventsBefore, unknown, told));
    }
    stills.release();
    return outcomes;
  }

  private WatchState see(WatchStage stage, int i)
      throws AnalysisException, RefusedImageException, UnreadableImageException {
    boolean late = stage == WatchStage.TAKEN || stage == WatchStage.BACK;
    boolean night = stage == WatchStage.NIGHT || (takenAtNight && late);
    double across = stage == WatchStage.NUDGED ? nudge : 0;
    MadeStills.Made made = stills.make(stage, i, number, night, across);
    byte[] file = file(made.picture());
    number++;
    Instant now = START.plus(EVERY.multipliedBy(number));
    ByteBuffer bytes = ByteBuffer.wrap(file);
    ImageHeader header = ImageHeader.read(bytes, ImageLimits.LARGEST);
    int width = header.displayWidth();
    int height = header.displayHeight();
    String id = "i" + number;
    String sha256 = "%064x".formatted(number);
    try (SharedPicture shared = SharedPicture.of(bytes, header)) {
      Optional<SceneStatistics> measures =
          SceneStatistics.of(scene.analyze(shared.forUnit(), Question.DEFAULT));
      Question question =
          Question.of(AskOptions.NONE.with(RegionPatch.OPTION, stills.region().text()));
      List<RegionPatch> patches =
          RegionPatch.of(regions.analyze(shared.forUnit(), question)).orElseThrow();
      HealthJudgement condition =
          conditions.hear(
              CAMERA, new SceneStill(id, sha256, now, now, true, measures, width, height));
      events +=
          (int)
              watches
                  .hear(
                      CAMERA,
                      new WatchStill(
                          new BestStill(
                              id, sha256, now, 1, new Box(0, 0, width, height), width, height),
                          condition.light(),
                          Optional.of(made.people()),
                          Map.of(stills.region(), patches.get(0))))
                  .stream()
                  .filter(change -> change.type() == EventChange.Type.NEW)
                  .count();
    }
    return watches.status().get(0).state();
  }

  private static byte[] file(Mat picture) {
    MatOfByte bytes = new MatOfByte();
    MatOfInt quality = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY);
    Imgcodecs.imencode(".jpg", picture, bytes, quality);
    byte[] file = bytes.toArray();
    bytes.release();
    quality.release();
    picture.release();
    return file;
  }
}
