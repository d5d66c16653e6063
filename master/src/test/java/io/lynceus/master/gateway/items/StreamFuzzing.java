package io.lynceus.master.gateway.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Expense;
import io.lynceus.model.image.ImageLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Properties of every client stream: the items do not depend on the pieces, the items end, all
 * memory is released, and the cost depends only on the bytes that were sent. The first byte of an
 * input says whether a token is required, the second is the size of the pieces.
 */
final class StreamFuzzing {
  private static final int CONTROL_BYTES = 2;

  /** Small limits, so that inputs of a few kilobytes reach them. */
  private static final ImageLimits LIMITS = new ImageLimits(2048, 50_000_000, 16_384);

  private static final long BUDGET_BYTES = 1 << 20;

  /** Two bytes can be an image, which takes a buffer of 1 KiB, a finder, and a refusal. */
  private static final long HEAP_BYTES_PER_BYTE = 4 << 10;

  private static final long HEAP_BYTES_BESIDES = 1 << 20;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  private StreamFuzzing() {}

  /** An input without a token, in pieces of seven bytes. */
  static byte[] input(byte[] stream) {
    return SampleImages.joined(new byte[] {0, 6}, stream);
  }

  static void check(byte[] input, UnaryOperator<byte[]> made) {
    if (input.length < CONTROL_BYTES) {
      return;
    }
    boolean withToken = (input[0] & 1) == 1;
    int pieces = 1 + (input[1] & 0xff);
    byte[] stream = made.apply(Arrays.copyOfRange(input, CONTROL_BYTES, input.length));

    List<String> whole = items(withToken, stream, Integer.MAX_VALUE);

    assertThat(whole).hasSizeLessThanOrEqualTo(stream.length + 1);
    assertThat(items(withToken, stream, pieces)).isEqualTo(whole);
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + HEAP_BYTES_PER_BYTE * stream.length,
        MAX_CPU,
        () -> items(withToken, stream, Integer.MAX_VALUE));
  }

  private static List<String> items(boolean withToken, byte[] stream, int pieceBytes) {
    ItemReader reader =
        new ItemReader(LIMITS, BUDGET_BYTES, withToken ? Optional.of("secret") : Optional.empty());
    List<String> items = reader.feedInPieces(stream, pieceBytes).end();
    assertThat(reader.held.taken()).as("bytes taken from the budget").isZero();
    return items;
  }
}
