package io.lynceus.master.gateway.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.HeldMemory;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.Expense;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever form comes with the boundary {@code xx}, in either dialect: the same picture, fields or
 * refusal in whatever pieces, all memory given back, and a price that depends on what was sent. The
 * first byte of an input is the size of the pieces, and, by its lowest bit, the dialect.
 */
class CompatFormFuzzTest {
  private static final long HEAP_BYTES_BESIDES = 512 << 10;
  private static final int HEAP_BYTES_PER_BYTE = 256;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  static Stream<byte[]> seeds() {
    String head = "Content-Disposition: form-data; name=\"image\"; filename=\"a b.jpg\"\r\n";
    return Stream.of(
            "--xx\r\n" + head + "Content-Type: image/jpeg\r\n\r\nbytes\r\n--xx--\r\n",
            "--xx\r\nContent-Disposition: form-data; name=min_confidence\r\n\r\n0.4\r\n--xx\r\n"
                + head
                + "\r\n\r\n--x\r\n--xx--",
            "--xx\r\n" + head + "\r\na\r\n--xx\r\n" + head + "\r\nb\r\n--xx--\r\n",
            "--xx\nContent-Disposition: form-data; name=f; filename*=UTF-8''%C3%9C\n\nGIF8\n--xx--",
            "--xx\r\nContent-Disposition: form-data; name=api_key\r\n\r\n\r\n--xx\r\n"
                + "Content-Disposition: form-data; name=file\r\n\r\n\377\330\377\340..........."
                + "\r\n--xx--",
            "--xx\r\n\r\n\r\n".repeat(18) + "--xx--")
        .flatMap(body -> Stream.of('\3' + body, '\4' + body))
        .map(body -> body.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20s")
  void theFormIsTheSameInAnyPieces(byte[] input) {
    if (input.length == 0) {
      return;
    }
    CompatDialect dialect =
        (input[0] & 1) == 0 ? CompatDialect.DEEPSTACK : CompatDialect.CODEPROJECT;
    byte[] body = Arrays.copyOfRange(input, 1, input.length);

    String whole = result(dialect, body, Math.max(1, body.length));

    assertThat(result(dialect, body, 1 + (input[0] & 0xff))).isEqualTo(whole);
    assertThat(result(dialect, body, 1)).isEqualTo(whole);
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * body.length,
        MAX_CPU,
        () -> result(dialect, body, Math.max(1, body.length)));
  }

  private static String result(CompatDialect dialect, byte[] bytes, int pieceBytes) {
    HeldMemory held = new HeldMemory(64 << 20, 1, () -> 0);
    ByteBudget budget = held.open(InetAddress.getLoopbackAddress(), why -> {});
    try {
      CompatForm form =
          new CompatForm(
              MasterDefaults.GATEWAY.images(),
              budget,
              Endpoint.DETECTION,
              dialect,
              "multipart/form-data; boundary=xx");
      try {
        for (int at = 0; at < bytes.length && !form.isWhole(); at += pieceBytes) {
          byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes));
          form.take(ByteBuffer.wrap(piece));
        }
        ImageBuffer picture = form.picture();
        return form.fileName()
            + " "
            + form.field("min_confidence")
            + form.field("api_key")
            + ISO_8859_1.decode(picture.upTo(picture.size()));
      } finally {
        form.clear();
        assertThat(held.taken()).isZero();
      }
    } catch (FailureException e) {
      return e.failure().words().orElse("none");
    }
  }
}
