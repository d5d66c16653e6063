package io.lynceus.master.gateway.http;

import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A body that is the image, whatever type its header names. */
final class RawBody implements ImageBody {
  private final ImageLimits limits;
  private final ImageBuffer buffer;

  RawBody(Gateway gateway) {
    limits = gateway.config().images();
    buffer = new ImageBuffer(gateway.budget(), limits.bytes());
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
  public ByteBuffer image() {
    return buffer.take(buffer.size());
  }

  @Override
  public Optional<String> fileName() {
    return Optional.empty();
  }

  @Override
  public void clear() {
    buffer.clear();
  }
}
