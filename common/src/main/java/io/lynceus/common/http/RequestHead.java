package io.lynceus.common.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a request that HTTP/1.1 allows and this server understands.
 *
 * @param authority the host that the first line names, if it does
 * @param path decoded
 * @param query as it stands in the request
 */
record RequestHead(
    String method,
    Optional<String> authority,
    String path,
    Optional<String> query,
    HttpVersion version,
    HttpHeaders headers) {

  static final String OTHER_VERSION =
      "HTTP/1.1 is spoken here and no other version: curl takes it with --http1.1";

  /**
   * Checks what Netty's decoder leaves to its users.
   *
   * @throws RefusedHeadException when the request is not served; its connection has to end, as
   *     nobody can tell where a next request would start
   */
  static RequestHead of(HttpRequest request) throws RefusedHeadException {
    requireVersion(request.protocolVersion());
    HttpHeaders headers = request.headers();
    requireOneLength(headers);
    requireDecoded(request.decoderResult());
    requireHost(request.protocolVersion(), headers);
    requirePlainBody(headers);
    String uri = request.uri();
    int authority = startOfAuthority(uri);
    int path = authority < 0 ? 0 : endOfAuthority(uri, authority);
    String target =
        authority < 0 || uri.startsWith("/", path)
            ? uri.substring(path)
            : "/" + uri.substring(path);
    int mark = target.indexOf('?');
    return new RequestHead(
        request.method().name(),
        authority < 0 ? Optional.empty() : Optional.of(uri.substring(authority, path)),
        decoded(mark < 0 ? target : target.substring(0, mark)),
        mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1)),
        request.protocolVersion(),
        headers);
  }

  private static void requireVersion(HttpVersion version) throws RefusedHeadException {
    if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
      throw new RefusedHeadException(505, OTHER_VERSION);
    }
  }

  static void requireDecoded(DecoderResult result) throws RefusedHeadException {
    if (result.isSuccess()) {
      return;
    }
    Throwable cause = result.cause();
    if (cause instanceof TooLongHttpLineException) {
      throw new RefusedHeadException(414, "the first line of the request is too long");
    } else if (cause instanceof TooLongHttpHeaderException) {
      throw new RefusedHeadException(431, "the headers of the request are too long");
    }
    throw RefusedHeadException.noRequest();
  }

  /** RFC 9112, 6.3. Netty's decoder refuses it too, but does not say which header is wrong. */
  private static void requireOneLength(HttpHeaders headers) throws RefusedHeadException {
    Set<String> lengths = Set.copyOf(headers.getAll(HttpHeaderNames.CONTENT_LENGTH));
    if (!lengths.isEmpty() && headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      throw new RefusedHeadException(
          400, "a request has Content-Length or Transfer-Encoding, not both");
    }
    if (lengths.size() > 1) {
      throw new RefusedHeadException(400, "a request has one Content-Length, not two");
    }
  }

  /** RFC 9112, 3.2. */
  private static void requireHost(HttpVersion version, HttpHeaders headers)
      throws RefusedHeadException {
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
      throw new RefusedHeadException(400, "an HTTP/1.1 request has one header Host");
    }
  }

  /** RFC 9112, 6.1. Netty's decoder takes {@code gzip, chunked} for {@code chunked}. */
  private static void requirePlainBody(HttpHeaders headers) throws RefusedHeadException {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && !(codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"))) {
      throw new RefusedHeadException(
          501, "of transfer encodings, chunked alone is understood: send the body as it is");
    }
  }

  /**
   * RFC 9112, 3.2.2: {@code http://host/path} means {@code /path} of that host; -1 if none is
   * named.
   */
  private static int startOfAuthority(String target) {
    String lower = target.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
  }

  private static int endOfAuthority(String target, int start) {
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String decoded(String path) throws RefusedHeadException {
    try {
      return QueryStringDecoder.decodeComponent(path.replace("+", "%2B"));
    } catch (IllegalArgumentException e) {
      throw new RefusedHeadException(
          400, "in the path, a percent sign goes before two hexadecimal digits");
    }
  }

  /** Whether a body follows. */
  boolean hasBody() {
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || contentLength() > 0;
  }

  /** Bytes of the body as announced, or -1. */
  long contentLength() {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length); // the decoder has parsed it before
  }

  /** Whether the client waits for a word before it sends the body. */
  boolean expectsContinue() {
    return version.minorVersion() > 0
        && "100-continue".equalsIgnoreCase(headers.get(HttpHeaderNames.EXPECT));
  }

  /** Whether the connection stays open after this request, as far as the client is concerned. */
  boolean keepsAlive() {
    if (headers.containsValue(HttpHeaderNames.CONNECTION, "close", true)) {
      return false;
    }
    return version.minorVersion() > 0
        || headers.containsValue(HttpHeaderNames.CONNECTION, "keep-alive", true);
  }
}
