package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lynceus.model.image.FirstBytes;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises what clients send in place of an image's bytes, and says what to send. */
final class WrongBody {
  private static final String SEND =
      ": send the bytes of the image as the body (curl --data-binary @FILE) or as a file of a form"
          + " (curl -F image=@FILE), and options in the query";

  /** As curl's {@code -d} sends it. */
  private static final String URL_ENCODED = "application/x-www-form-urlencoded";

  /** How much of a text is looked at; the start of an image in base64 lies within it. */
  private static final int START_BYTES = 64;

  private static final int BASE64_BYTES = 24;
  private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e\\s]+");
  private static final Pattern JSON = Pattern.compile("[\\[{]\\s*[\"\\[{}\\]].*", Pattern.DOTALL);
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24}");

  private WrongBody() {}

  /**
   * What is wrong with bytes that should be an image, if it is known.
   *
   * @param bytes from position to limit, which are left as they are; at least {@link #START_BYTES}
   *     of them, or all
   * @param what holds them, such as {@code the body}
   * @param type as {@code Content-Type} has it, or an empty text
   */
  static Optional<String> of(ByteBuffer bytes, String what, String type) {
    boolean urlEncoded = type.toLowerCase(Locale.ROOT).startsWith(URL_ENCODED);
    if (urlEncoded && isStripped(bytes)) {
      return Optional.of(
          "curl -d has taken line ends and zero bytes out of "
              + what
              + ": send it with --data-binary @FILE");
    }
    if (FirstBytes.of(bytes) instanceof FirstBytes.Image) {
      return Optional.empty();
    }
    return kindOf(start(bytes), type)
        .or(() -> urlEncoded ? Optional.of("text in place of an image") : Optional.empty())
        .map(kind -> what + " is " + kind + SEND);
  }

  /** For a body, or a file, of no bytes. */
  static String empty(String what) {
    return what + " is empty" + SEND;
  }

  /** No image does without these bytes: the sizes in its header begin with zeros. */
  private static boolean isStripped(ByteBuffer bytes) {
    if (!(FirstBytes.of(bytes) instanceof FirstBytes.Image) && isText(start(bytes))) {
      return false;
    }
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      byte b = bytes.get(i);
      if (b == 0 || b == '\r' || b == '\n') {
        return false;
      }
    }
    return bytes.hasRemaining();
  }

  private static Optional<String> kindOf(String start, String type) {
    String lower = start.stripLeading().toLowerCase(Locale.ROOT);
    @Nullable String kind = null;
    if (lower.startsWith("data:")) {
      kind = "a data: URI";
    } else if (isJson(lower, type)) {
      kind = "JSON";
    } else if (isImageInBase64(start.stripLeading())) {
      kind = "an image in base64";
    } else if (lower.startsWith("http://") || lower.startsWith("https://")) {
      kind = "an address, and the master fetches nothing";
    } else if (lower.startsWith("--") && isText(start)) {
      kind = "a form whose header Content-Type does not say multipart/form-data; boundary=…";
    }
    return Optional.ofNullable(kind);
  }

  private static boolean isJson(String lower, String type) {
    boolean named = type.toLowerCase(Locale.ROOT).contains("json");
    return isText(lower) && (named || JSON.matcher(lower).matches());
  }

  private static boolean isImageInBase64(String text) {
    String start = text.substring(0, Math.min(BASE64_BYTES, text.length()));
    if (!BASE64.matcher(start).matches()) {
      return false;
    }
    byte[] decoded = Base64.getDecoder().decode(start.replace('-', '+').replace('_', '/'));
    return FirstBytes.of(ByteBuffer.wrap(decoded)) instanceof FirstBytes.Image;
  }

  private static boolean isText(String start) {
    return TEXT.matcher(start).matches();
  }

  private static String start(ByteBuffer bytes) {
    int length = Math.min(START_BYTES, bytes.remaining());
    return ISO_8859_1.decode(bytes.slice(bytes.position(), length)).toString();
  }
}
