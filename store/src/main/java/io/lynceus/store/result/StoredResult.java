package io.lynceus.store.result;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A result, and its pictures, as they go into the store.
 *
 * @param original the image's file, from position to limit, if it is at hand. The store keeps it if
 *     its rule says so
 * @param thumbnail a small JPEG file of it, likewise
 * @param showsEvent whether it shows an event, if that was judged
 */
public record StoredResult(
    ResultFacts facts,
    Optional<ByteBuffer> original,
    Optional<ByteBuffer> thumbnail,
    Optional<Boolean> showsEvent) {

  public StoredResult {
    original = original.map(ByteBuffer::asReadOnlyBuffer);
    thumbnail = thumbnail.map(ByteBuffer::asReadOnlyBuffer);
  }

  /** A result of which events say nothing. */
  public StoredResult(
      ResultFacts facts, Optional<ByteBuffer> original, Optional<ByteBuffer> thumbnail) {
    this(facts, original, thumbnail, Optional.empty());
  }

  /** What it takes of the heap, in bytes, roughly. */
  public long heapBytes() {
    return 1024
        + facts.reply().remaining()
        + 200L * facts.findings().size()
        + original.map(ByteBuffer::remaining).orElse(0)
        + thumbnail.map(ByteBuffer::remaining).orElse(0);
  }
}
