package io.lynceus.master.dispatch.state;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageHeader;
import java.nio.ByteBuffer;

/**
 * An image that a gateway has received whole and found to be in order.
 *
 * @param ask what its client asks
 * @param image what its reply says of it
 * @param header what its file says of itself
 * @param still which camera took it, and when
 * @param file the image file, from position to limit; not changed by anyone from now on
 * @param unrecorded whether only who asks hears of it: it is no still of a camera, and is neither
 *     stored nor shown
 */
public record TaskRequest(
    Ask ask,
    ImageInfo image,
    ImageHeader header,
    StillInfo still,
    ByteBuffer file,
    boolean unrecorded) {
  /** An image of a client. */
  public TaskRequest(
      Ask ask, ImageInfo image, ImageHeader header, StillInfo still, ByteBuffer file) {
    this(ask, image, header, still, file, false);
  }
}
