package io.lynceus.master.gateway;

import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.image.Exif;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes received images to dispatch, for every client port. Any thread may call it. */
public final class ImageAdmission {
  private static final Ticket NO_TASK = () -> {};

  private final TaskIntake intake;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Cameras cameras;
  private final PassedOver passedOver = new PassedOver();

  /**
   * An admission.
   *
   * @param zone of times without an offset, and of the times of arrival
   * @param cameras say what is asked of their stills, and whether they are taken
   */
  public ImageAdmission(TaskIntake intake, InstantSource clock, ZoneId zone, Cameras cameras) {
    this.cameras = cameras;
    this.intake = intake;
    this.clock = clock;
    this.zone = zone;
  }

  /** The cameras of the master. */
  Cameras cameras() {
    return cameras;
  }

  /** Counts the bytes behind images that begin no item. */
  public PassedOver passedOver() {
    return passedOver;
  }

  /**
   * Refuses an image because of its bytes.
   *
   * @param onReply called at once
   */
  public Ticket refuse(Ask ask, RefusedImageException why, Consumer<Reply> onReply) {
    Rejection rejection = Rejection.of(why);
    intake.refused(rejection.code());
    onReply.accept(Reply.rejected(ask, rejection));
    return NO_TASK;
  }

  /**
   * Hands an image to dispatch. Reads all its bytes once, for their hash.
   *
   * @param file the image's bytes in an array, from position to limit; nobody may change them any
   *     more
   */
  public Ticket admit(Ask ask, ImageHeader header, ByteBuffer file, Consumer<Reply> onReply) {
    int from = file.arrayOffset() + file.position();
    String sha256 = new ImageHash().end(file.array(), from, from + file.remaining());
    return admit(ask, header, file, sha256, onReply);
  }

  /**
   * Hands an image to dispatch.
   *
   * @param header what the image's bytes say
   * @param file the image's bytes, from position to limit; nobody may change them any more
   * @param sha256 their hash, in hexadecimal digits
   * @param onReply called once by the dispatch thread, unless the ticket is cancelled first; at
   *     once where the camera's stills are not taken
   */
  public Ticket admit(
      Ask ask, ImageHeader header, ByteBuffer file, String sha256, Consumer<Reply> onReply) {
    ImageInfo info =
        new ImageInfo(
            header.format(),
            header.displayWidth(),
            header.displayHeight(),
            file.remaining(),
            sha256);
    Optional<Rejection> refusal = ask.camera().flatMap(cameras::refusal);
    if (refusal.isPresent()) { // it was taken when the client set it
      intake.refused(refusal.get().code());
      onReply.accept(Reply.rejected(ask, refusal.get()));
      return NO_TASK;
    }
    Ask full = cameras.completed(ask);
    return intake.submit(
        new TaskRequest(full, info, header, still(full, header.exif()), file), onReply);
  }

  /**
   * Hands an image to dispatch of which only this caller hears: it is no still of a camera, and is
   * neither stored nor shown.
   *
   * @param ask without a camera
   * @param file the image's bytes in an array, from position to limit; nobody may change them any
   *     more
   * @param onReply called once by the dispatch thread, unless the ticket is cancelled first; of
   *     {@code embedding} it has the vectors
   */
  public Ticket admitUnrecorded(
      Ask ask, ImageHeader header, ByteBuffer file, Consumer<Reply> onReply) {
    int from = file.arrayOffset() + file.position();
    ImageInfo info =
        new ImageInfo(
            header.format(),
            header.displayWidth(),
            header.displayHeight(),
            file.remaining(),
            new ImageHash().end(file.array(), from, from + file.remaining()));
    return intake.submit(
        new TaskRequest(ask, info, header, still(ask, header.exif()), file, true), onReply);
  }

  private StillInfo still(Ask ask, Exif exif) {
    StillTime time =
        ask.time()
            .map(given -> new StillTime(given, TimeSource.OPTION))
            .or(() -> taken(exif).map(told -> new StillTime(told, TimeSource.EXIF)))
            .orElseGet(
                () ->
                    new StillTime(
                        clock.instant().atZone(zone).toOffsetDateTime(), TimeSource.ARRIVAL));
    return new StillInfo(ask.camera(), Optional.of(time));
  }

  /** The camera's own time; without an offset it is a time of the master's zone. */
  private Optional<OffsetDateTime> taken(Exif exif) {
    return exif.taken()
        .map(
            time ->
                exif.offset()
                    .map(time::atOffset)
                    .orElseGet(() -> time.atZone(zone).toOffsetDateTime()));
  }
}
