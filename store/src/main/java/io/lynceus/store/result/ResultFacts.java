package io.lynceus.store.result;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one image that was answered.
 *
 * @param uid the id of the reply, 1 to {@value #MAX_UID_CHARS} characters. The same id and the same
 *     file again replace the result that is there
 * @param at when the still was taken, from 1970 to 2100; other times become the nearest of these
 * @param timeFrom who says so: {@code option}, {@code exif} or {@code arrival}
 * @param camera that took it, if the client said so
 * @param name the client's name for the image, if it gave one; cut after {@value #MAX_NAME_CHARS}
 *     characters
 * @param image what its header says
 * @param status {@code complete} or {@code partial}
 * @param reply the reply as the client got it, JSON in UTF-8, from position to limit, at most
 *     {@value #MAX_REPLY_BYTES} bytes
 * @param findings what was found, marked ones included; at most {@value #MAX_FINDINGS}
 * @param outcomes one for each analysis
 */
public record ResultFacts(
    String uid,
    Instant at,
    String timeFrom,
    Optional<String> camera,
    Optional<String> name,
    StoredImage image,
    String status,
    ByteBuffer reply,
    List<StoredFinding> findings,
    List<StoredOutcome> outcomes) {
  public static final int MAX_UID_CHARS = 200;
  public static final int MAX_NAME_CHARS = 1024;
  public static final int MAX_REPLY_BYTES = 4 << 20;
  public static final int MAX_FINDINGS = 10_000;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when a part is larger than its limit
   */
  public ResultFacts {
    atMost("characters of an id", uid.length(), MAX_UID_CHARS);
    atMost("bytes of a reply", reply.remaining(), MAX_REPLY_BYTES);
    atMost("findings", findings.size(), MAX_FINDINGS);
    if (uid.isEmpty()) {
      throw new IllegalArgumentException("a result has an id");
    }
    reply = reply.asReadOnlyBuffer();
    name = name.map(text -> text.substring(0, Math.min(text.length(), MAX_NAME_CHARS)));
    findings = List.copyOf(findings);
    outcomes = List.copyOf(outcomes);
  }

  private static void atMost(String what, int count, int limit) {
    if (count > limit) {
      throw new IllegalArgumentException(
          "the store takes " + limit + " " + what + ", not " + count);
    }
  }

  /** A view of the reply of its own. */
  @Override
  public ByteBuffer reply() {
    return reply.duplicate();
  }

  /**
   * The image, from its header.
   *
   * @param sha256 of the file, 64 lower-case hexadecimal digits
   * @param format {@code jpeg}, {@code png}, {@code webp} or {@code bmp}: a word of a-z and 0-9
   * @param width pixels across, as a viewer shows it
   * @param height pixels down, likewise
   * @param bytes size of the file
   */
  public record StoredImage(String sha256, String format, int width, int height, long bytes) {
    /**
     * Checks what becomes the name of a file.
     *
     * @throws IllegalArgumentException when the hash or the format is none
     */
    public StoredImage {
      if (!sha256.matches("[0-9a-f]{64}") || !format.matches("[a-z0-9]{1,10}")) {
        throw new IllegalArgumentException(
            "no hash and format of an image: " + sha256 + " " + format);
      }
    }
  }
}
