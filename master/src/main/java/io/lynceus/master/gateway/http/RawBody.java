package io.lynceus.master.gateway.http;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A body that is the image, whatever type its header names. */
final class RawBody implements ImageBody {
  private final String type;
  private final ImageLimits limits;
  private final ImageBuffer buffer;

  /**
   * @param type that the header names, or an empty text; only for messages
   */
  RawBody(ImageLimits limits, ByteBudget budget, String type) {
    this.type = type;
    this.limits = limits;
    buffer = new ImageBuffer(budget, limits.bytes());
  }

  @Override
  public void take(ByteBuffer bytes) throws RefusedRequestException {
    if (bytes.remaining() > limits.bytes() - buffer.size()) {
      throw new RefusedRequestException(Refusals.tooLarge(limits));
    }
    if (!buffer.append(bytes, bytes.remaining())) {
      throw new RefusedRequestException(Refusals.NO_ROOM);
    }
  }

  @Override
  public ByteBuffer image() throws RefusedRequestException {
    return image("the body", type);
  }

  /**
   * As {@link #image()}.
   *
   * @param what holds the image, for messages
   * @param type that a header names, or an empty text
   */
  ByteBuffer image(String what, String type) throws RefusedRequestException {
    if (buffer.size() == 0) {
      throw new RefusedRequestException(
          new Rejection(RejectionCode.UNSUPPORTED_FORMAT, WrongBody.empty(what)));
    }
    Optional<String> wrong = WrongBody.of(buffer.upTo(buffer.size()), what, type);
    if (wrong.isPresent()) {
      throw RefusedRequestException.badRequest(wrong.get());
    }
    return buffer.take(buffer.size());
  }

  @Override
  public boolean isWhole() {
    try {
      ImageHeader.read(buffer.upTo(buffer.size()), limits);
      return true;
    } catch (RefusedImageException e) {
      return false;
    }
  }

  @Override
  public Optional<String> fileName() {
    return Optional.empty();
  }

  @Override
  public List<Map.Entry<String, String>> fields() {
    return List.of();
  }

  @Override
  public void clear() {
    buffer.clear();
  }
}
