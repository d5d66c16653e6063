package io.lynceus.slave.work;

import io.lynceus.model.Findings;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import io.lynceus.slave.work.UnitService.Reporter;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.SmallJpeg;
import io.lynceus.vision.image.UnreadableImageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt in this process, which shares the picture with other units of its task. */
final class SharedAttempt extends UnitAttempt {
  private static final Logger log = LoggerFactory.getLogger(SharedAttempt.class);

  private final Resources resources;
  private final Analyzer analyzer;
  private volatile ParallelRuns.@Nullable Turn turn;

  /**
   * @param onEnd told when the attempt is over, run or refused, after the report; any thread
   */
  SharedAttempt(
      AssignUnit order,
      HeldImage image,
      Resources resources,
      Analyzer analyzer,
      Reporter reporter,
      Runnable onEnd) {
    super(order, image, reporter, onEnd);
    this.resources = resources;
    this.analyzer = analyzer;
  }

  @Override
  void perform() throws UnreadableImageException, AnalysisException, InterruptedException {
    Optional<Tile> tile = order.tile();
    SharedPicture picture = tile.isPresent() ? image.pictureForTiles() : image.picture();
    Size size = tile.map(part -> new Size(part.width(), part.height())).orElse(picture.size());
    long work = Math.max(picture.makingBytes(), analyzer.workBytes(size, order.question()));
    PictureBudget memory = resources.pictures();
    if (!memory.take(picture, work)) {
      fail(
          FailureReason.REFUSED,
          "no slave has the memory for so large a picture: limits.picture-bytes of the slaves");
      return;
    }
    try (ParallelRuns.Turn taken = resources.runs().await()) {
      turn = taken;
      if (isCancelled()) {
        fail(FailureReason.REFUSED, "cancelled");
      } else {
        reporter.report(new UnitStarted(order.attempt()));
        try (Picture part = tile.isPresent() ? picture.forUnit(tile.get()) : picture.forUnit()) {
          analyze(part);
        }
      }
    } finally {
      memory.give(picture, work);
    }
  }

  /** Another unit may run meanwhile, should this one hang. */
  @Override
  void cancel() {
    super.cancel();
    ParallelRuns.Turn taken = turn;
    if (taken != null) {
      taken.close();
    }
  }

  private void analyze(Picture picture) throws UnreadableImageException, AnalysisException {
    long start = System.nanoTime();
    Findings found = analyzer.analyze(picture, order.question());
    Findings findings = order.tile().map(tile -> tile.toPicture(found)).orElse(found);
    Duration decode = picture.decodeTime();
    Duration run =
        Duration.ofNanos(System.nanoTime() - start).minus(decode).minus(picture.waitTime());
    PictureCondition condition = picture.condition();
    log.debug("{} of task {} done", order.analysis().key(), order.task());
    reporter.report(
        new UnitDone(
            order.attempt(),
            findings,
            new UnitTiming(decode, run),
            condition,
            order.thumbnail() > 0 && !isCancelled() ? thumbnail(picture) : Optional.empty()));
  }

  /** Whatever is the matter with it, the findings stand. */
  private Optional<Thumbnail> thumbnail(Picture picture) {
    try {
      return SmallJpeg.of(picture, order.thumbnail(), Thumbnail.MAX_BYTES).map(Thumbnail::new);
    } catch (Exception e) { // Checked ones too: native code throws what it does not declare.
      requireMemory(e);
      log.warn("there is no thumbnail of task {}", order.task(), e);
      return Optional.empty();
    }
  }
}
