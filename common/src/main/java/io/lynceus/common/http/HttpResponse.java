package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * What a request is answered with, whole.
 *
 * @param status the HTTP status code, 200 to 599
 * @param headers besides those that the server sets: type, length, date, connection
 * @param type of the body, as {@code Content-Type} names it
 * @param body from position to limit; not changed by anyone from now on
 */
public record HttpResponse(int status, Map<String, String> headers, String type, ByteBuffer body) {
  /** RFC 9110, 5.6.7. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** A response with a text as its body, in UTF-8, ended by a line feed. */
  public static HttpResponse text(int status, String type, String text) {
    return new HttpResponse(status, Map.of(), type, ByteBuffer.wrap((text + '\n').getBytes(UTF_8)));
  }

  /** The same with these headers in place of its own. */
  public HttpResponse with(Map<String, String> headers) {
    return new HttpResponse(status, headers, type, body);
  }

  /** How HTTP calls a status code: {@code Not Found} for 404. */
  public static String title(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }

  /** A response without a body of its own, to be sent in front of a {@link BodySource}. */
  public static HttpResponse head(int status, String type, Map<String, String> headers) {
    return new HttpResponse(status, headers, type, ByteBuffer.allocate(0));
  }

  /**
   * The head alone, for Netty's encoder; its body follows in pieces. If the headers tell its
   * length, it is not sent in chunks.
   *
   * @param chunked whether the client knows chunks; if not, the body ends with the connection
   * @param last whether the connection ends behind this response
   */
  io.netty.handler.codec.http.HttpResponse encodedHead(boolean chunked, boolean last) {
    io.netty.handler.codec.http.HttpResponse encoded =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    headers.forEach(encoded.headers()::set);
    encoded.headers().set("Content-Type", type).set("Date", IMF_FIXDATE.format(Instant.now()));
    if (chunked && !headers.containsKey("Content-Length")) {
      encoded.headers().set("Transfer-Encoding", "chunked");
    }
    if (last) {
      encoded.headers().set("Connection", "close");
    }
    return encoded;
  }

  /**
   * For Netty's encoder.
   *
   * @param asked the version of the request
   * @param last whether the connection ends behind this response
   */
  FullHttpResponse encoded(HttpVersion asked, boolean last) {
    FullHttpResponse encoded =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
    headers.forEach(encoded.headers()::set);
    encoded
        .headers()
        .set("Content-Type", type)
        .set("Content-Length", body.remaining())
        .set("Date", IMF_FIXDATE.format(Instant.now()));
    if (last) {
      encoded.headers().set("Connection", "close");
    } else if (asked.minorVersion() == 0) {
      encoded.headers().set("Connection", "keep-alive");
    }
    return encoded;
  }
}
