package io.lynceus.master.gateway.items;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.gateway.SampleImages;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** ZIP archives and gzip data, as {@link StreamFuzzing} checks them. */
class PackedDataFuzzTest {

  static Stream<byte[]> zips() {
    byte[] text = "text".getBytes(US_ASCII);
    return Stream.of(
            new ZipSamples().stored("a", SampleImages.WEBP).deflated("b", text).toByteArray(),
            new ZipSamples().deflated("a", SampleImages.WEBP).toByteArray(),
            new ZipSamples().deflated("d/", new byte[0]).toByteArray())
        .map(StreamFuzzing::input);
  }

  @MethodSource("zips")
  @FuzzTest(maxDuration = "60s")
  void filesAreTheSameInAnyPieces(byte[] input) {
    StreamFuzzing.check(input, stream -> stream);
  }

  static Stream<byte[]> packed() {
    return Stream.of(
            SampleImages.joined(SampleImages.WEBP, SampleImages.WEBP),
            TarSamples.gnu().file("a", SampleImages.WEBP).toByteArray())
        .map(StreamFuzzing::input);
  }

  /** The input is packed here, because the fuzzer would never find a right checksum. */
  @MethodSource("packed")
  @FuzzTest(maxDuration = "60s")
  void packedItemsAreTheSameInAnyPieces(byte[] input) {
    StreamFuzzing.check(
        input,
        stream -> {
          int half = stream.length / 2;
          return SampleImages.joined(
              ZipSamples.gzip(Arrays.copyOf(stream, half)),
              ZipSamples.gzip(Arrays.copyOfRange(stream, half, stream.length)));
        });
  }
}
