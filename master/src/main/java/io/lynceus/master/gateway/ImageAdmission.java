package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.dispatch.TaskRequest;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a received image to its reply, for whatever door it came through. Any thread may call it.
 */
public final class ImageAdmission {
  private static final Ticket NO_TASK = () -> {};

  private final TaskIntake intake;
  private final ImageLimits limits;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Hands images to dispatch.
   *
   * @param zone of times that come without an offset, and of those that the master takes itself
   */
  public ImageAdmission(TaskIntake intake, ImageLimits limits, InstantSource clock, ZoneId zone) {
    this.intake = intake;
    this.limits = limits;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Checks an image by its header and hands it to dispatch. Reads all its bytes once.
   *
   * @param file the image's bytes, from position to limit; not changed by anyone from now on
   * @param onReply called once, unless the ticket is cancelled first: for an image that is refused
   *     here before this returns, else by the dispatch thread
   */
  public Ticket admit(Ask ask, ByteBuffer file, Consumer<Reply> onReply) {
    ImageHeader header;
    try {
      header = ImageHeader.read(file, limits);
    } catch (RefusedImageException e) {
      Rejection rejection = Rejection.of(e);
      intake.refused(rejection.code());
      onReply.accept(Reply.rejected(ask.name(), rejection));
      return NO_TASK;
    }
    ImageInfo info =
        new ImageInfo(
            header.format(),
            header.displayWidth(),
            header.displayHeight(),
            file.remaining(),
            sha256(file));
    return intake.submit(new TaskRequest(ask, info, header, still(ask), file), onReply);
  }

  private StillInfo still(Ask ask) {
    StillTime time =
        ask.time()
            .map(told -> new StillTime(told, TimeSource.OPTION))
            .orElseGet(
                () ->
                    new StillTime(
                        clock.instant().atZone(zone).toOffsetDateTime(), TimeSource.ARRIVAL));
    return new StillInfo(ask.camera(), Optional.of(time));
  }

  private static String sha256(ByteBuffer file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
