package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * From a received image to its reply, for whatever door it came through. Any thread may call it.
 */
public final class ImageAdmission {
  private static final Ticket NO_TASK = () -> {};

  private final TaskIntake intake;
  private final ImageLimits limits;

  public ImageAdmission(TaskIntake intake, ImageLimits limits) {
    this.intake = intake;
    this.limits = limits;
  }

  /**
   * Checks an image by its header and hands it to dispatch. Reads all its bytes once.
   *
   * @param file the image's bytes, from position to limit; not changed by anyone from now on
   * @param onReply called once, unless the ticket is cancelled first: for an image that is refused
   *     here before this returns, else by the dispatch thread
   */
  public Ticket admit(ImageOptions options, ByteBuffer file, Consumer<Reply> onReply) {
    ImageInfo info;
    try {
      info = describe(file);
    } catch (RefusedImageException e) {
      Rejection rejection = Rejection.of(e);
      intake.refused(rejection.code());
      onReply.accept(Reply.rejected(options.name(), rejection));
      return NO_TASK;
    }
    return intake.submit(
        new TaskRequest(
            options.name(),
            info,
            file,
            options.analyses(),
            options.units(),
            options.deadline(),
            options.id()),
        onReply);
  }

  private ImageInfo describe(ByteBuffer file) throws RefusedImageException {
    ImageHeader header = ImageHeader.read(file, limits);
    return new ImageInfo(
        header.format(),
        header.displayWidth(),
        header.displayHeight(),
        file.remaining(),
        sha256(file));
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
