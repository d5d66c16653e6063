package io.lynceus.systemtests.hell;

import static io.lynceus.model.image.ImageFixtures.riff;
import static io.lynceus.model.image.ImageParts.chunk;
import static io.lynceus.model.image.ImageParts.vp8l;
import static io.lynceus.model.image.ImageParts.vp8x;
import static io.lynceus.systemtests.hell.Damage.patched;

import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;

/** Makes hostile WebP files. */
final class HostileWebps {
  private static final int ANIMATED = 0x02;
  private static final byte[] LOSSY = ImageFixtures.lossyWebp();

  private HostileWebps() {}

  static List<HostileFile> all() {
    List<HostileFile> files = new ArrayList<>();
    files.addAll(Damage.to("lossy WebP", ImageFixtures.transparentWebp()));
    files.addAll(sizes());
    files.addAll(containers());
    return files;
  }

  private static List<HostileFile> sizes() {
    return List.of(
        HostileFile.complete("1 x 1", ImageFixtures.webp(1, 1)),
        HostileFile.complete("1 x 16384", ImageFixtures.webp(1, 16_384)),
        HostileFile.complete("7000 x 7000 in 34 bytes", ImageFixtures.webp(7000, 7000)),
        HostileFile.tooManyPixels("16384 x 16384 in 34 bytes", ImageFixtures.webp(16_384, 16_384)),
        HostileFile.corrupt(
            "lossy, claims 7000 x 7000", patched(LOSSY, 26, 0x58, 0x1b, 0x58, 0x1b)),
        HostileFile.corrupt("lossy, 0 x 0", patched(LOSSY, 26, 0, 0, 0, 0)),
        HostileFile.tooManyPixels(
            "a canvas of 16777216", extended(0, 16_777_216, 16_777_216, 8, 8)),
        HostileFile.letIn("65,536 codes of its own in 1024 x 1024", WebpCodes.bomb()));
  }

  private static List<HostileFile> containers() {
    return List.of(
        HostileFile.unsupported("animated", extended(ANIMATED, 8, 8, 8, 8)),
        HostileFile.corrupt("canvas and picture differ", extended(0, 9, 9, 8, 8)),
        HostileFile.corrupt("no picture", riff(chunk("VP8X", vp8x(0, 8, 8)))),
        HostileFile.truncated("says it is longer", patched(LOSSY, 4, 0xff, 0xff, 0, 0)),
        HostileFile.refused(
            "says it has 4 GB", RejectionCode.TOO_LARGE, patched(LOSSY, 4, -1, -1, -1, -1)),
        HostileFile.corrupt("says it has 8 bytes", patched(LOSSY, 4, 8, 0, 0, 0)),
        HostileFile.corrupt("says it ends in its picture", patched(LOSSY, 4, 24, 0, 0, 0))
            .withRest(),
        HostileFile.corrupt("a picture of 4 GB", patched(LOSSY, 16, -1, -1, -1, -1)),
        HostileFile.complete(
            "two pictures", riff(chunk("VP8L", vp8l(8, 8)), chunk("VP8L", vp8l(9, 9)))),
        HostileFile.complete("orientation 5", ImageFixtures.oriented(ImageFormat.WEBP, 40, 20, 5)),
        HostileFile.complete(
            "a megabyte behind the picture",
            riff(chunk("VP8L", vp8l(8, 8)), chunk("JUNK", new byte[1 << 20]))));
  }

  private static byte[] extended(
      int flags, int width, int height, int frameWidth, int frameHeight) {
    return riff(
        chunk("VP8X", vp8x(flags, width, height)), chunk("VP8L", vp8l(frameWidth, frameHeight)));
  }
}
