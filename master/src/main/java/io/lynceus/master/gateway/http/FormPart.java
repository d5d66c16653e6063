package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.text.FileName;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the header of a form's part says. Used by one thread at a time. */
public final class FormPart {
  private static final Pattern LINE =
      Pattern.compile("([^:\\s]++)\\s*+:\\s*+(.*+)", Pattern.DOTALL);

  /** In quotes, a backslash goes before a quote or a backslash; before others it is itself. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*+(name|filename\\*?+)\\s*+=\\s*+" + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]*+))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** RFC 5987: {@code UTF-8'de'%C3%9Cber.jpg}. */
  private static final Pattern EXTENDED = Pattern.compile("([^']*+)'[^']*+'(.*+)", Pattern.DOTALL);

  /** What browsers and curl write in place of a quote and of line ends. */
  private static final Pattern ESCAPED = Pattern.compile("(?i)%(22|0A|0D)");

  private static final Pattern ABSOLUTE_WINDOWS_PATH =
      Pattern.compile("(?:[A-Za-z]:[\\\\/]|\\\\).*+", Pattern.DOTALL);

  private String field = "";
  private String type = "";
  private String encoding = "";
  private Optional<String> fileName = Optional.empty();
  private Optional<String> extendedName = Optional.empty();

  /** Takes a line of the header; one that says nothing of interest is passed over. */
  public void header(byte[] bytes) {
    Matcher line = LINE.matcher(new String(bytes, ISO_8859_1));
    if (!line.matches()) {
      return;
    }
    String value = line.group(2).strip();
    switch (line.group(1).toLowerCase(Locale.ROOT)) {
      case "content-disposition" -> disposition(value);
      case "content-type" -> type = value.toLowerCase(Locale.ROOT);
      case "content-transfer-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
      default -> {}
    }
  }

  private void disposition(String value) {
    Matcher parameters = PARAMETER.matcher(value);
    while (parameters.find()) {
      String text =
          parameters.group(2) == null
              ? parameters.group(3)
              : parameters.group(2).replaceAll("\\\\([\"\\\\])", "$1");
      switch (parameters.group(1).toLowerCase(Locale.ROOT)) {
        case "name" -> field = FileName.of(text.getBytes(ISO_8859_1));
        case "filename" -> fileName = Optional.of(nameOf(text));
        default -> extendedName = extended(text);
      }
    }
  }

  /** The text of {@code filename}: UTF-8, or percent-encoded UTF-8 (RFC 7578, 4.2). */
  private static String nameOf(String latin1) {
    String name = FileName.of(latin1.getBytes(ISO_8859_1));
    if (US_ASCII.newEncoder().canEncode(latin1)) {
      String decoded = FileName.of(percentDecoded(latin1));
      if (!US_ASCII.newEncoder().canEncode(decoded)) {
        return decoded;
      }
    }
    return ESCAPED
        .matcher(name)
        .replaceAll(code -> String.valueOf((char) Integer.parseInt(code.group(1), 16)));
  }

  private static Optional<String> extended(String value) {
    Matcher parts = EXTENDED.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] bytes = percentDecoded(parts.group(2));
    try {
      Charset charset = Charset.forName(parts.group(1));
      return Optional.of(charset.equals(UTF_8) ? FileName.of(bytes) : new String(bytes, charset));
    } catch (IllegalArgumentException unknownCharset) {
      return Optional.of(FileName.of(bytes));
    }
  }

  /** The bytes that percent-encoded text stands for; a percent sign without digits is itself. */
  private static byte[] percentDecoded(String latin1) {
    String whole = latin1.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B");
    return URLDecoder.decode(whole, ISO_8859_1).getBytes(ISO_8859_1);
  }

  /** The name of the field, or an empty text. */
  public String field() {
    return field;
  }

  /** Whether the part names a file; browsers name an empty one where no file was chosen. */
  public boolean hasFileName() {
    return fileName().isPresent();
  }

  /** The name of the file; of a Windows path its last part, as no client means the path. */
  public Optional<String> fileName() {
    return extendedName
        .or(() -> fileName)
        .map(
            name ->
                ABSOLUTE_WINDOWS_PATH.matcher(name).matches()
                    ? name.substring(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1)
                    : name)
        .filter(name -> !name.isEmpty());
  }

  /** The media type in lower case, or an empty text. */
  String type() {
    return type;
  }

  /** Whether the type is that of a text, such as JSON. */
  boolean isText() {
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/xml")
        || type.startsWith("application/x-www-form-urlencoded");
  }

  /** The encoding that changes the part's bytes, such as base64. */
  public Optional<String> encoding() {
    return switch (encoding) {
      case "", "7bit", "8bit", "binary" -> Optional.empty();
      default -> Optional.of(encoding);
    };
  }

  /** {@code 'cam1.jpg' (field 'file')}, for messages. */
  public String described() {
    return fileName()
        .map(name -> "'" + name + "' (field '" + field + "')")
        .orElse("of the field '" + field + "'");
  }
}
