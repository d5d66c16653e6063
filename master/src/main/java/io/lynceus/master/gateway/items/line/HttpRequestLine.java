package io.lynceus.master.gateway.items.line;

import io.lynceus.common.http.Http2Refusal;
import io.lynceus.master.gateway.items.archive.TarBlock.Match;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises HTTP requests at the wrong port. A web page can make a browser send one to any port,
 * with a body of its choice, so that no line behind the first may be read as a command.
 */
public final class HttpRequestLine {
  /** The usual methods. */
  public static final List<String> METHODS =
      List.of(
          "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI");

  /** Any method before a version of HTTP; a known method before anything, as in HTTP/0.9. */
  private static final Pattern REQUEST =
      Pattern.compile(
          "(?is)[!-~]{1,32}\\s+\\S+\\s+HTTP/[0-9.]{1,8}\\s*|(?:"
              + String.join("|", METHODS)
              + ")\\s.*");

  /** Any word before a path or an address. */
  private static final Pattern WORD_AND_TARGET =
      Pattern.compile("(?is)([!-~]{1,32})\\s+(?:/|\\*|https?://).*");

  private HttpRequestLine() {}

  /**
   * Whether a line is the first one of a request, of HTTP/2 too.
   *
   * @param line without its end; its beginning is enough if it is long
   * @param commands words in upper case that are no methods
   */
  public static boolean is(String line, Collection<String> commands) {
    if (isPlainCommand(line, commands)) {
      return false;
    }
    if (REQUEST.matcher(line).matches()) {
      return true;
    }
    Matcher target = WORD_AND_TARGET.matcher(line);
    return target.matches() && !commands.contains(target.group(1).toUpperCase(Locale.ROOT));
  }

  /**
   * A command without what each pattern asks for behind a word that is no method. Only for speed.
   */
  private static boolean isPlainCommand(String line, Collection<String> commands) {
    int space = line.indexOf(' ');
    return space > 0
        && line.indexOf('/') < 0
        && line.indexOf('*') < 0
        && commands.contains(line.substring(0, space));
  }

  /**
   * Whether these bytes start with the first line of a request. The line ends with the first byte
   * that is no text; until that has come, the answer may be {@link Match#PERHAPS}, and any other is
   * final.
   *
   * @param most bytes of a line
   * @param commands words in upper case that are no methods
   */
  public static Match starts(ByteBuffer bytes, int most, Collection<String> commands) {
    int end = bytes.position();
    int limit = Math.min(bytes.limit(), end + most);
    while (end < limit && isText(bytes.get(end))) {
      end++;
    }
    int length = end - bytes.position();
    boolean ended = end < bytes.limit() || length == most;
    String line =
        StandardCharsets.ISO_8859_1.decode(bytes.slice(bytes.position(), length)).toString();
    if (!ended && (mayBecome(REQUEST, line) || mayBecome(WORD_AND_TARGET, line))) {
      return Match.PERHAPS;
    }
    return is(line, commands) ? Match.YES : Match.NO;
  }

  private static boolean mayBecome(Pattern pattern, String start) {
    Matcher matcher = pattern.matcher(start);
    return matcher.matches() || matcher.hitEnd();
  }

  private static boolean isText(byte b) {
    return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t' || b == '\r';
  }

  /** Whether such a line is the first one of HTTP/2, whose client reads nothing else. */
  public static boolean isVersion2(String line) {
    return line.startsWith(Http2Refusal.PREFACE_LINE);
  }

  /** As {@link #isVersion2(String)}, for the bytes that the line starts with. */
  public static boolean isVersion2(ByteBuffer bytes) {
    int length = Math.min(Http2Refusal.PREFACE_LINE.length(), bytes.remaining());
    return isVersion2(
        StandardCharsets.ISO_8859_1.decode(bytes.slice(bytes.position(), length)).toString());
  }

  /** Whether these bytes may be the start of a request, as far as they go. */
  public static boolean mayStart(ByteBuffer bytes) {
    return bytes.hasRemaining() && METHODS.stream().anyMatch(name -> mayStart(bytes, name + " "));
  }

  private static boolean mayStart(ByteBuffer bytes, String word) {
    int length = Math.min(word.length(), bytes.remaining());
    String start =
        StandardCharsets.ISO_8859_1.decode(bytes.slice(bytes.position(), length)).toString();
    return word.startsWith(start.toUpperCase(Locale.ROOT));
  }
}
