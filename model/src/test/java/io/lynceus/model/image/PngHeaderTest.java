package io.lynceus.model.image;

import static io.lynceus.model.image.ImageFixtures.pngOf;
import static io.lynceus.model.image.ImageHeaderTest.read;
import static io.lynceus.model.image.ImageHeaderTest.refusal;
import static io.lynceus.model.image.ImageParts.ihdr;
import static io.lynceus.model.image.ImageParts.pngChunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.RefusedImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngHeaderTest {
  private static final byte[] END = pngChunk("IEND", new byte[0]);

  @Test
  void anInterlacedPngIsAccepted() throws RefusedImageException {
    assertThat(read(ImageFixtures.interlacedPng(17, 9)).width()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, true", "0, 16, true", "0, 3, false", "2, 8, true", "2, 16, true", "2, 4, false",
    "3, 2, true", "3, 8, true", "3, 16, false", "4, 8, true", "4, 2, false", "6, 16, true",
    "6, 1, false", "1, 8, false", "5, 8, false", "7, 8, false",
  })
  void onlyTheDepthsOfAColourTypeAreAccepted(int colourType, int depth, boolean accepted)
      throws RefusedImageException {
    byte[] file =
        pngOf(
            ihdr(2, 2, depth, colourType),
            pngChunk("PLTE", new byte[6]),
            pngChunk("IDAT", new byte[20]),
            END);
    if (accepted) {
      assertThat(read(file).pixels()).isEqualTo(4);
    } else {
      assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
    }
  }

  /** 1031 grey pixels and a filter byte in a row: exactly what one byte can expand to. */
  @Test
  void moreRowsThanItsDataCanExpandToAreCorrupt() throws RefusedImageException {
    byte[] data = pngChunk("IDAT", new byte[9]);
    assertThat(read(pngOf(ihdr(1031, 9, 8, 0), data, END)).height()).isEqualTo(9);
    assertThat(refusal(pngOf(ihdr(1031, 10, 8, 0), data, END))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void interlacedRowsAreCountedInAllPasses() throws RefusedImageException {
    PngSize whole = new PngSize(8, 8, 8, false, true);
    assertThat(whole.rowsBytes()).isEqualTo(64 + 1 + 1 + 1 + 2 + 2 + 4 + 4);
    PngSize dot = new PngSize(1, 1, 8, false, true);
    assertThat(dot.rowsBytes()).isEqualTo(2);
  }

  @Test
  void aPalettedPngNeedsItsPalette() {
    assertThat(refusal(pngOf(ihdr(2, 2, 8, 3), pngChunk("IDAT", new byte[9]), END)))
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aDamagedHeaderOrDataChunkIsCorrupt() {
    byte[] file = ImageFixtures.png(8, 8);
    file[20] ^= 1;
    assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
    byte[] data = ImageFixtures.png(8, 8);
    data[data.length - 20] ^= 1;
    assertThat(refusal(data)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aPngWithoutItsLastChunkIsTruncated() {
    assertThat(refusal(pngOf(ihdr(2, 2, 8, 0), pngChunk("IDAT", new byte[9]))))
        .isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void aSizeBeyondAnIntIsCorrupt() {
    assertThat(refusal(pngOf(ihdr(-1, 10, 8, 0), pngChunk("IDAT", new byte[9]), END)))
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aPngOfXcodeIsUnsupported() {
    assertThat(refusal(pngOf(pngChunk("CgBI", new byte[4]), ihdr(2, 2, 8, 6), END)))
        .isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void eightCompressedTextsOfAnySizeAreAcceptedAndOneMoreIsNot() throws RefusedImageException {
    byte[] file = ImageFixtures.png(8, 8);
    for (int i = 0; i < 8; i++) {
      file = ImageFixtures.withChunk(file, "zTXt", new byte[8000]);
    }
    assertThat(read(file).width()).isEqualTo(8);
    assertThat(refusal(ImageFixtures.withChunk(file, "iTXt", new byte[1])))
        .isEqualTo(Reason.CORRUPT);
  }
}
