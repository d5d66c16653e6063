package io.lynceus.vision.network;

import java.util.Optional;

/**
 * Where a network comes from.
 *
 * @param licence in words, such as {@code Apache-2.0}; absent when it is not known
 * @param origin the address that it was got from; absent when it is not known
 * @param sha256 of {@code model.onnx}, 64 hexadecimal digits in lower case
 */
public record Provenance(Optional<String> licence, Optional<String> origin, String sha256) {
  public static final int MAX_LICENCE_CHARS = 500;
  public static final int MAX_ORIGIN_CHARS = 1000;
}
