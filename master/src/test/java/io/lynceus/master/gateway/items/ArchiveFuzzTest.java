package io.lynceus.master.gateway.items;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.master.gateway.items.archive.TarBlock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives, as {@link StreamFuzzing} checks them. Each block with the mark of a header gets a right
 * checksum, because the fuzzer would never find one.
 */
class ArchiveFuzzTest {

  static Stream<byte[]> seeds() {
    byte[] text = "text".getBytes(US_ASCII);
    byte[] file = TarSamples.gnu().file("n", SampleImages.WEBP).toByteArray();
    return Stream.of(
            TarSamples.gnu().file("a", SampleImages.WEBP).file("b", text).toByteArray(),
            TarSamples.gnu().file("ä/".repeat(60) + "a", SampleImages.WEBP).toByteArray(),
            TarSamples.pax().file("ü".repeat(80), text).toByteArray(),
            TarSamples.pax().fileWithPax("s", text, "size", "4").toByteArray(),
            TarSamples.pax().fileWithPax("s", text, "GNU.sparse.name", "x").toByteArray(),
            TarSamples.gnu().directory("d/").other("l", TarConstants.LF_SYMLINK).toByteArray(),
            TarSamples.withHeaderByte(file, 0, 156, 'S'),
            TarSamples.gnu().file("v.avi", VideoSamples.avi(SampleImages.WEBP)).toByteArray(),
            SampleImages.joined(TarSamples.longName("x".repeat(200)), file))
        .map(archive -> Arrays.copyOf(archive, Math.min(archive.length, 3072)))
        .map(StreamFuzzing::input);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void entriesAreTheSameInAnyPieces(byte[] input) {
    StreamFuzzing.check(input, ArchiveFuzzTest::withChecksums);
  }

  private static byte[] withChecksums(byte[] stream) {
    byte[] archive = stream;
    for (int at = 0; at + TarBlock.SIZE <= stream.length; at += TarBlock.SIZE) {
      String mark = new String(stream, at + TarBlock.MARK_AT, 5, US_ASCII);
      if (mark.equals("ustar")) {
        archive = TarSamples.withHeaderByte(archive, at, 0, (char) (archive[at] & 0xff));
      }
    }
    return archive;
  }
}
