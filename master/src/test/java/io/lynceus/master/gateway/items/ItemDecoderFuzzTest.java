package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.ascii;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.gateway.SampleImages;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of images, archives, command lines and noise, as {@link StreamFuzzing} checks them. */
class ItemDecoderFuzzTest {

  static Stream<byte[]> seeds() {
    byte[] announced = ascii("ANALYZE size=" + SampleImages.BMP.length + " name=n\n");
    return Stream.of(
            SampleImages.joined(SampleImages.JPEG, SampleImages.PNG),
            SampleImages.joined(SampleImages.WEBP, ascii("PING\r\nSTATUS\n"), SampleImages.BMP),
            SampleImages.joined(announced, SampleImages.BMP, ascii("QUIT\n")),
            SampleImages.joined(ascii("SET name=\"a b\" edges=png\n"), SampleImages.WEBP),
            SampleImages.joined(TarSamples.gnu().file("a", SampleImages.WEBP).toByteArray()),
            SampleImages.joined(new byte[20], ascii("GIF89a"), SampleImages.WEBP),
            SampleImages.joined(SampleImages.WEBP, new byte[] {1, 2}, SampleImages.WEBP),
            SampleImages.joined(SampleImages.WEBP, ascii("\0\0\0\u0014ftypmp42\0\0\0\0mp42")),
            SampleImages.joined(
                ascii("--b\r\nContent-Type: image/webp\r\n\r\n"), SampleImages.WEBP),
            SampleImages.joined(ascii("HTTP/1.0 200 OK\r\n\r\n--b\n\n"), SampleImages.WEBP),
            SampleImages.joined(VideoSamples.avi(SampleImages.WEBP), SampleImages.WEBP),
            SampleImages.joined("\ufeffSET name=a\n".getBytes(UTF_16LE), SampleImages.WEBP),
            SampleImages.joined("SET name=a\r\nPING\n".getBytes(UTF_16BE), SampleImages.WEBP),
            SampleImages.joined("\ufeffPING\n".getBytes(UTF_8), SampleImages.WEBP),
            SampleImages.joined(ascii("POST / HTTP/1.1\r\n\r\n"), SampleImages.WEBP),
            SampleImages.joined(ascii("AUTH secret\n"), SampleImages.WEBP))
        .map(StreamFuzzing::input);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void itemsAreTheSameInAnyPieces(byte[] input) {
    StreamFuzzing.check(input, stream -> stream);
  }
}
