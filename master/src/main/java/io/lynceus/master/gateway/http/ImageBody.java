package io.lynceus.master.gateway.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the body of a request as it arrives. Used by one thread at a time. */
interface ImageBody {

  /**
   * Takes all of these bytes.
   *
   * @throws RefusedRequestException when they are too many, or make no sense
   */
  void take(ByteBuffer bytes) throws RefusedRequestException;

  /**
   * The body is whole: hands over the image. Its bytes have to be given back to the budget.
   *
   * @throws RefusedRequestException when the body holds no image
   */
  ByteBuffer image() throws RefusedRequestException;

  /** Whether what was taken holds a whole image, so that {@link #image} would hand it over. */
  boolean isWhole();

  /** How the body itself names the image; known when it is whole. */
  Optional<String> fileName();

  /** Texts in the body besides the image that have come so far, with their keys. */
  List<Map.Entry<String, String>> fields();

  /** Forgets what was taken. */
  void clear();
}
