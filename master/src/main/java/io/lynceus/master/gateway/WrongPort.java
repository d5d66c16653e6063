package io.lynceus.master.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.Http2Refusal;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.Problem;
import io.lynceus.protocol.reply.ReplyJson;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** What clients are told that have taken the wrong port, in their own protocol. */
public final class WrongPort {
  private static final String TITLE = "Bad Request";
  private static final int BAD_REQUEST = 400;
  private static final int START_BYTES = 64;
  private static final Pattern HTTP =
      Pattern.compile("[A-Z]{3,16} [!-~]+( HTTP/.*)?", Pattern.DOTALL);

  private WrongPort() {}

  /**
   * The answer, whole: an HTTP response to what starts as a request, to others a line of JSON.
   *
   * @param start the first bytes of a client, from position to limit, which are left as they are
   * @param toHttp what is wrong and what to do, for a client of HTTP
   * @param toOthers the same for all others
   */
  public static String answer(ByteBuffer start, String toHttp, String toOthers) {
    int length = Math.min(START_BYTES, start.remaining());
    String text = ISO_8859_1.decode(start.slice(start.position(), length)).toString();
    if (text.startsWith(Http2Refusal.PREFACE_LINE)) {
      return http2Answer(toHttp);
    }
    return HTTP.matcher(text).matches() ? httpAnswer(toHttp) : line(toOthers) + "\n";
  }

  /** An HTTP response, the last one of its connection. */
  public static String httpAnswer(String sentence) {
    String body = body(sentence);
    return "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(BAD_REQUEST, TITLE, Problem.MEDIA_TYPE, body.getBytes(UTF_8).length, body);
  }

  /**
   * The same in HTTP/2. Each character is a byte; more bytes may follow.
   *
   * @param sentence in ASCII
   */
  public static String http2Answer(String sentence) {
    return Http2Refusal.text(BAD_REQUEST, Problem.MEDIA_TYPE, body(sentence));
  }

  private static String body(String sentence) {
    return Problem.of(BAD_REQUEST, TITLE, rejection(sentence)).json() + "\n";
  }

  private static String line(String sentence) {
    return ReplyJson.write(0, Reply.rejected(Optional.empty(), rejection(sentence)));
  }

  private static Rejection rejection(String sentence) {
    return new Rejection(RejectionCode.BAD_COMMAND, sentence);
  }
}
