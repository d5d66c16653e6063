package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.HeldMemory;
import io.lynceus.model.Expense;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever body comes as a form with the boundary {@code xx}: the same image, name or refusal in
 * whatever pieces, all memory given back, and a price that depends on what was sent. The first byte
 * of an input is the size of the pieces.
 */
class MultipartBodyFuzzTest {
  private static final long HEAP_BYTES_BESIDES = 512 << 10;
  private static final int HEAP_BYTES_PER_BYTE = 256;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  static Stream<byte[]> seeds() {
    String head = "Content-Disposition: form-data; name=\"image\"; filename=\"a b.jpg\"\r\n";
    String type = "Content-Type: image/jpeg\r\n\r\n";
    return Stream.of(
            "--xx\r\n" + head + type + "bytes\r\n--xx--\r\n",
            "--xx\r\nContent-Disposition: form-data; name=other\r\n\r\nv\r\n--xx\r\n"
                + head
                + "\r\n\r\n--x\r\n--xx--",
            "--xx\r\n" + head + "\r\na\r\n--xx\r\n" + head + "\r\nb\r\n--xx--\r\n",
            "--xx\nContent-Disposition: form-data; name=f; filename*=UTF-8''%C3%9C\n\nGIF8\n--xx--",
            "--xx\r\nContent-Disposition: x; filename=\"C:\\\\\334.jpg\"\r\n\r\nBM\n--xx--\n",
            "--xx\r\nContent-Disposition: x; name=labels\r\n\r\ndata:x\r\n--xx\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n\377\330\377\r\n--xx--")
        .map(body -> ('\3' + body).getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void theImageIsTheSameInAnyPieces(byte[] input) throws RefusedRequestException {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);

    String whole = result(body, Math.max(1, body.length));

    assertThat(result(body, 1 + (input[0] & 0xff))).isEqualTo(whole);
    assertThat(result(body, 1)).isEqualTo(whole);
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * body.length,
        MAX_CPU,
        () -> result(body, Math.max(1, body.length)));
  }

  private static String result(byte[] bytes, int pieceBytes) {
    HeldMemory held = new HeldMemory(64 << 20, 1, () -> 0);
    ByteBudget budget = held.open(InetAddress.getLoopbackAddress(), why -> {});
    try {
      MultipartBody body =
          new MultipartBody(
              MasterDefaults.GATEWAY.images(), budget, "multipart/form-data; boundary=xx");
      try {
        for (int at = 0; at < bytes.length; at += pieceBytes) {
          byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes));
          body.take(ByteBuffer.wrap(piece));
        }
        ByteBuffer image = body.image();
        budget.giveBack(image.remaining());
        return body.fileName() + " " + body.fields() + " " + ISO_8859_1.decode(image);
      } finally {
        body.clear();
        assertThat(held.taken()).isZero();
      }
    } catch (RefusedRequestException e) {
      return e.rejection().code().toString();
    }
  }
}
