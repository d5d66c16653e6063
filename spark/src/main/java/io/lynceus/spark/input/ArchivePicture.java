package io.lynceus.spark.input;

import io.lynceus.spark.plan.FileHash;
import java.time.Instant;
import java.util.Optional;

/**
 * A picture of an archive, or what came of trying to read it.
 *
 * @param path of the file, and {@code !/} and the name within it if the file is a tar or zip file
 * @param file the path of the file that holds it
 * @param bytes its size
 * @param modified when it was changed last
 * @param content the picture's bytes; absent when there is a fault
 * @param fault why it was not read
 */
public record ArchivePicture(
    String path,
    String file,
    long bytes,
    Instant modified,
    Optional<Content> content,
    Optional<Fault> fault) {

  /** The bytes of a picture and their hash. Nobody changes them. */
  public static final class Content {
    private final byte[] bytes;
    private final String sha256;

    private Content(byte[] bytes) {
      this.bytes = bytes;
      this.sha256 = FileHash.of(bytes);
    }

    /** Takes the array over. */
    static Content of(byte[] bytes) {
      return new Content(bytes);
    }

    /** The array itself, which is not to be changed. */
    public byte[] bytes() {
      return bytes;
    }

    /** 64 lower-case hexadecimal digits. */
    public String sha256() {
      return sha256;
    }
  }

  /**
   * Why a file was not read.
   *
   * @param code {@code TOO_LARGE}, {@code UNREADABLE} or {@code BAD_ARCHIVE}
   * @param message one sentence that says what to do
   */
  public record Fault(String code, String message) {}

  /**
   * By what a later run finds that this one has done it: the path, and the content or the fault.
   */
  public String key() {
    return keyOf(path, content.map(Content::sha256), fault.map(Fault::code));
  }

  /** As {@link #key}, from the columns of a row. */
  public static String keyOf(String path, Optional<String> sha256, Optional<String> code) {
    return path + "\n" + sha256.or(() -> code).orElse("");
  }
}
