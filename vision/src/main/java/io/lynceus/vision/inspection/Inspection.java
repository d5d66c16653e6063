package io.lynceus.vision.inspection;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.vision.natives.NativeMessages;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Says in what condition a picture is that was decoded: from what the decoder has said meanwhile,
 * and from the file.
 *
 * <p>Where the decoder has said nothing, this costs next to nothing.
 */
public final class Inspection {
  private static final PictureCondition DAMAGED = PictureCondition.damaged(Optional.empty());

  private Inspection() {}

  /**
   * Whether a file is a JPEG of the kind that cameras make, as far as its headers tell: three
   * components in Huffman codes, all scans there, and each colour difference with one block a unit.
   *
   * @param file of a JPEG, from its position to its limit
   */
  public static boolean isPlainJpeg(ByteBuffer file) {
    return JpegInspection.isPlain(file);
  }

  /**
   * The condition of the picture.
   *
   * @param file from its position to its limit
   * @param said what the decoder has written to standard error, empty when nothing; absent when
   *     {@linkplain NativeMessages#listen nobody could hear it}: then a JPEG is read in Java
   */
  public static PictureCondition of(ByteBuffer file, ImageFormat format, Optional<String> said) {
    boolean silent = said.isPresent() && said.get().isEmpty();
    return switch (format) {
      case JPEG -> silent ? JpegInspection.headers(file) : JpegInspection.whole(file);
      case PNG ->
          said.orElse("").lines().allMatch(PngWarning::isHarmless)
              ? PictureCondition.SOUND
              : DAMAGED;
      case WEBP, BMP -> said.orElse("").isEmpty() ? PictureCondition.SOUND : DAMAGED;
    };
  }
}
