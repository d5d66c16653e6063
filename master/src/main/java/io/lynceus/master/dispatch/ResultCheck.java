package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsCheck;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.time.Duration;
import java.util.Optional;

/** Whether what a slave says of an attempt can be its result. */
final class ResultCheck {
  /** The clocks of two machines need not run alike. */
  private static final long CLOCKS_APART_NANOS = Duration.ofSeconds(1).toNanos();

  private ResultCheck() {}

  /** What is wrong, as a clause; empty if it can be right. */
  static Optional<String> flaw(Attempt attempt, UnitDone done, long now) {
    TaskRequest request = attempt.unit().task().request();
    AnalysisDescriptor descriptor = attempt.means().descriptor();
    Optional<String> asked = attempt.means().network().map(NetworkOffer::model);
    long most = now - attempt.assignedAt() + CLOCKS_APART_NANOS;
    UnitTiming timing = done.timing();
    if (!isWithin(timing.decode(), most)
        || !isWithin(timing.run(), most)
        || !isWithin(timing.decode().plus(timing.run()), most)) {
      return Optional.of("it took " + timing.decode() + " and " + timing.run());
    }
    if (done.condition().stretched().isPresent() && !request.header().isDeep(request.file())) {
      return Optional.of("its picture has no levels to stretch");
    }
    if (asked.isPresent() && !asked.get().equals(done.findings().model())) {
      return Optional.of("it names another network than " + asked.get());
    }
    if (done.thumbnail().isPresent() && !isThumbnail(done.thumbnail().get(), attempt)) {
      return Optional.of("its thumbnail was not asked for, or is no upright JPEG of that size");
    }
    Optional<Tile> tile = attempt.unit().tile();
    int width = tile.map(Tile::width).orElse(request.image().width());
    int height = tile.map(Tile::height).orElse(request.image().height());
    Findings found = tile.map(part -> part.toTile(done.findings())).orElse(done.findings());
    return new FindingsCheck(descriptor, width, height).flaw(found);
  }

  /** From its header: the master decodes no picture. */
  private static boolean isThumbnail(Thumbnail thumbnail, Attempt attempt) {
    int side = attempt.thumbnailSide();
    if (side == 0) {
      return false;
    }
    try {
      ImageHeader header =
          ImageHeader.read(
              thumbnail.file(), new ImageLimits(Thumbnail.MAX_BYTES, (long) side * side, side));
      return header.format() == ImageFormat.JPEG && header.orientation() == 1;
    } catch (RefusedImageException e) {
      return false;
    }
  }

  private static boolean isWithin(Duration time, long nanos) {
    return !time.isNegative() && time.compareTo(Duration.ofNanos(nanos)) <= 0;
  }
}
