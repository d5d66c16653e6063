package io.lynceus.app.watch.folder;

import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * What the bytes of a file say.
 *
 * @param sha256 of all of them, in hexadecimal digits
 * @param whole whether a picture begins and ends in them
 * @param timed whether the picture itself says when it was taken
 */
public record FileFacts(String sha256, boolean whole, boolean timed) {
  /** Larger files are hashed and not looked into; the master refuses most of them. */
  public static final int MOST_BYTES = 64 << 20;

  /** Reads a file once. Takes its size of memory, at most {@link #MOST_BYTES}. */
  static FileFacts read(Path file) throws IOException {
    long size = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (size <= MOST_BYTES) {
        byte[] bytes = in.readNBytes((int) size + 1);
        // One that has grown meanwhile is not whole, whatever it looked like.
        FileFacts facts = of(bytes);
        return bytes.length == size ? facts : new FileFacts(facts.sha256(), false, false);
      }
      MessageDigest digest = newDigest();
      try (DigestInputStream hashed = new DigestInputStream(in, digest)) {
        hashed.transferTo(OutputStream.nullOutputStream());
      }
      return new FileFacts(HexFormat.of().formatHex(digest.digest()), false, false);
    }
  }

  /** Of bytes in memory. */
  public static FileFacts of(byte[] bytes) {
    String hash = HexFormat.of().formatHex(newDigest().digest(bytes));
    ByteBuffer all = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    if (!(FirstBytes.of(all) instanceof FirstBytes.Image image)) {
      return new FileFacts(hash, false, false);
    }
    try {
      ImageEndFinder finder = ImageEndFinder.of(image.format(), ImageLimits.LARGEST);
      OptionalInt end = finder.feed(all);
      if (end.isEmpty()) {
        return new FileFacts(hash, false, false);
      }
      ByteBuffer picture = all.slice(0, end.getAsInt());
      boolean timed = finder.header(picture, ImageLimits.LARGEST).exif().taken().isPresent();
      return new FileFacts(hash, true, timed);
    } catch (RefusedImageException e) {
      return new FileFacts(hash, false, false); // the master says what is wrong with it
    }
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
