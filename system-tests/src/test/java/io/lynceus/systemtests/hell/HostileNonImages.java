package io.lynceus.systemtests.hell;

import static io.lynceus.model.image.ImageParts.ascii;
import static io.lynceus.model.image.ImageParts.concat;

import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageFixtures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes files of other formats than those accepted, some with the name of an accepted one. */
final class HostileNonImages {
  private HostileNonImages() {}

  static List<HostileFile> all() {
    byte[] random = new byte[64 << 10];
    new Random(1).nextBytes(random);
    byte[] ones = new byte[100_000];
    Arrays.fill(ones, (byte) 0xff);
    byte[] frames = new byte[9];
    return List.of(
        HostileFile.unsupported("GIF that claims 65535 x 65535", concat(ascii("GIF89a"), ones)),
        HostileFile.unsupported(
            "TIFF whose directory is itself",
            concat(ascii("II"), new byte[] {42, 0, 8, 0, 0, 0}, frames)),
        HostileFile.unsupported(
            "JPEG 2000", concat(new byte[] {0, 0, 0, 12}, ascii("jP  \r\n"), ones)),
        HostileFile.unsupported("AVIF", concat(new byte[] {0, 0, 0, 28}, ascii("ftypavif"), ones)),
        HostileFile.unsupported("OpenEXR", concat(new byte[] {0x76, 0x2f, 0x31, 1}, ones)),
        HostileFile.unsupported(
            "Radiance", ascii("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 99999")),
        HostileFile.unsupported("PNM", ascii("P6 99999 99999 255 "))
            .bare(RejectionCode.BAD_COMMAND),
        HostileFile.unsupported("PFM", ascii("PF\n99999 99999\n-1.0\n")),
        HostileFile.unsupported(
                "PDF with a JPEG in it", concat(ascii("%PDF-1.4\n"), ImageFixtures.jpeg(9, 9)))
            .withRest(),
        HostileFile.unsupported(
                "a billion laughs",
                ascii("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l \"&l;&l;\">]><svg>&l;</svg>"))
            .bare(RejectionCode.TRUNCATED),
        HostileFile.unsupported("WAVE", concat(ascii("RIFF"), new byte[4], ascii("WAVEfmt "))),
        HostileFile.unsupported("text", ascii("this is no picture\n".repeat(60)))
            .bare(RejectionCode.BAD_COMMAND)
            .withRest(),
        HostileFile.unsupported("one line feed", ascii("\n")),
        HostileFile.unsupported("nothing", new byte[0]),
        HostileFile.unsupported("zeros", new byte[100_000]),
        HostileFile.unsupported("ones", ones),
        HostileFile.unsupported("noise", random));
  }
}
