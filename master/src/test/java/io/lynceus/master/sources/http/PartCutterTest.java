package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.sources.still.FetchFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of stills as cameras send them, cut at every place. */
class PartCutterTest {
  private final List<String> parts = new ArrayList<>();
  private ByteArrayOutputStream part = new ByteArrayOutputStream();
  private FetchFailure wrong;

  private final PartCutter.Sink sink =
      new PartCutter.Sink() {
        @Override
        public void partBegins(long length) {
          part = new ByteArrayOutputStream();
        }

        @Override
        public void partBytes(ByteBuffer some) {
          byte[] bytes = new byte[some.remaining()];
          some.get(bytes);
          part.writeBytes(bytes);
        }

        @Override
        public void partEnds() {
          parts.add(part.toString(ISO_8859_1));
        }
      };

  /** What a stream has, whether it comes whole, byte by byte, or in pieces of any size. */
  private List<String> cut(String stream) {
    cut(stream, stream.length());
    List<String> whole = List.copyOf(parts);
    for (int size = 1; size < Math.min(40, stream.length()); size++) {
      cut(stream, size);
      assertThat(parts).as("in pieces of %d", size).isEqualTo(whole);
    }
    return whole;
  }

  private PartCutter cut(String stream, int size) {
    parts.clear();
    wrong = null;
    byte[] bytes = stream.getBytes(ISO_8859_1);
    PartCutter cutter = new PartCutter(sink);
    for (int at = 0; at < bytes.length && wrong == null; at += size) {
      wrong = cutter.take(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)).slice());
    }
    return cutter;
  }

  @Test
  void aStreamWithLengths() {
    assertThat(
            cut(
                "--b\r\nType: jpeg\r\nContent-Length: 5\r\n\r\n1\r\n-2"
                    + "\r\n--b\r\ncontent-length:3\r\n\r\nabc\r\n--b--\r\n"))
        .containsExactly("1\r\n-2", "abc");
  }

  @Test
  void aStreamWithoutLengths() {
    assertThat(cut("--b\r\nContent-Type: image/jpeg\r\n\r\none\r\n--b\r\n\r\ntwo\r\n\r\n--b--\r\n"))
        .containsExactly("one", "two\r\n");
  }

  @Test
  void whatOnlyLooksLikeADelimiterBelongsToTheStill() {
    assertThat(cut("--bb\r\n\r\n\r\r\n-\r\n--b\r\n\r\n--bab\r\r\n--bb\r\n\r\n2\r\n--bb--\r\n"))
        .containsExactly("\r\r\n-\r\n--b\r\n\r\n--bab\r", "2");
  }

  @Test
  void aStreamOfLineFeedsAlone() {
    assertThat(cut("--x\nContent-Type: image/jpeg\n\nab\r\n--x\n\ncd\n--x--\n"))
        .containsExactly("ab\r", "cd");
  }

  /** Some cameras put hyphens of their own before those of the delimiter, or a text first. */
  @Test
  void oddDelimiters() {
    assertThat(
            cut(
                "hello\r\n\r\n----my-boundary \r\n\r\n1"
                    + "\r\n----my-boundary\r\n\r\n2"
                    + "\r\n----my-boundary\r\n"))
        .containsExactly("1", "2");
  }

  @Test
  void anEmptyStillAndAWrongLengthAreGotOver() {
    assertThat(
            cut(
                "--b\r\nContent-Length: 0\r\n\r\n\r\n--b\r\nContent-Length: 2\r\n\r\n1234"
                    + "\r\n--b\r\nContent-Length: 1\r\n\r\n5\r\n--b\r\n"))
        .containsExactly("", "12", "5");
    assertThat(cut("--b\r\nContent-Length: many\r\n\r\n12\r\n--b\r\n")).containsExactly("12");
  }

  @Test
  void theEndIsTheEnd() {
    assertThat(cut("--b\r\n\r\n1\r\n--b--\r\n--b\r\n\r\n2\r\n--b\r\n", 9).isOver()).isTrue();
    assertThat(parts).containsExactly("1");
  }

  @Test
  void whatIsNoStreamIsRefusedWithinItsBounds() {
    cut("x".repeat(2000), 100);
    assertThat(wrong.text()).contains("a line of more than 1024 bytes");
    cut("text\n".repeat(20_000), 1000);
    assertThat(wrong.text()).contains("no delimiter has come within 64 KiB");
    cut("--b\r\n" + "a: b\r\n".repeat(100), 100);
    assertThat(wrong.text()).contains("more than 64 lines");
  }
}
