package io.lynceus.app.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches a file by HTTP. Continues what an earlier try has left, if the server still has the same
 * version (RFC 9110: Range, If-Range); else begins anew. Goes through the proxy that the JVM is set
 * to ({@code https.proxyHost}).
 */
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int BUFFER_BYTES = 1 << 16;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER) // each is looked at
          .connectTimeout(CONNECT)
          .build();
  private final String userAgent;
  private final Duration stall;

  /**
   * @param userAgent our name, as servers are told
   * @param stall after that time without a byte it fails
   */
  Download(String userAgent, Duration stall) {
    this.userAgent = userAgent;
    this.stall = stall;
  }

  /**
   * Fetches.
   *
   * @param file has all of it when this returns
   * @param mostBytes a larger file is refused, and nothing of it kept
   * @param progress told how it goes
   * @throws IOException when it cannot be had; says why, and whether to try again
   */
  void fetch(URI origin, PartialFile file, long mostBytes, Progress progress)
      throws IOException, InterruptedException {
    Optional<String> version = file.version(origin.toString());
    HttpResponse<InputStream> response = ask(origin, version, file.bytes());
    boolean continued = version.isPresent() && continues(response, file.bytes());
    if (version.isPresent() && !continued && response.statusCode() != OK) {
      response.body().close();
      response = ask(origin, Optional.empty(), 0);
    }
    try (InputStream body = response.body()) {
      if (!continued && response.statusCode() != OK) {
        throw new IOException(
            "%s answers %d: is the address still right?"
                .formatted(origin.getHost(), response.statusCode()));
      }
      long begun = continued ? file.bytes() : 0;
      long length = response.headers().firstValueAsLong("content-length").orElse(-1);
      if (length > mostBytes - begun) {
        throw tooLarge(file, mostBytes);
      }
      progress.start(length < 0 ? -1 : begun + length, begun);
      try (FileChannel channel =
          continued ? file.resume() : file.begin(origin.toString(), version(response.headers()))) {
        copy(body, channel, file, mostBytes, progress);
        channel.force(true);
      }
    }
  }

  private void copy(
      InputStream body, FileChannel channel, PartialFile file, long mostBytes, Progress progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (StallWatch watch = StallWatch.over(body, stall)) {
      for (int read = read(body, buffer, watch); read >= 0; read = read(body, buffer, watch)) {
        watch.progressed();
        if (read > mostBytes - channel.size()) {
          throw tooLarge(file, mostBytes);
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        progress.step(read);
      }
    }
  }

  private static int read(InputStream body, byte[] buffer, StallWatch watch) throws IOException {
    IOException broken = null;
    int read = -1;
    try {
      read = body.read(buffer);
    } catch (IOException e) {
      broken = e;
    }
    watch.requireNone();
    if (broken != null) {
      throw new IOException(
          "the connection broke (" + broken.getMessage() + "): run it again to continue", broken);
    }
    return read;
  }

  private static IOException tooLarge(PartialFile file, long mostBytes) throws IOException {
    file.delete();
    return new IOException(
        "the file there is larger than %d bytes: it is another one".formatted(mostBytes));
  }

  /**
   * Asks, and goes where it is sent.
   *
   * @param version of what is there already, to get only the rest of
   */
  private HttpResponse<InputStream> ask(URI origin, Optional<String> version, long bytes)
      throws IOException, InterruptedException {
    URI at = origin;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(at)
              .timeout(stall)
              .header("User-Agent", userAgent)
              .header("Accept-Encoding", "identity");
      if (version.isPresent()) {
        request.header("Range", "bytes=" + bytes + "-").header("If-Range", version.get());
      }
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      String location = response.headers().firstValue("location").orElse("");
      at = Origin.redirected(at, location);
    }
    throw new IOException(origin + " leads to too many other addresses");
  }

  private static boolean continues(HttpResponse<?> response, long from) {
    String range = response.headers().firstValue("content-range").orElse("");
    return response.statusCode() == PARTIAL && range.startsWith("bytes " + from + "-");
  }

  /** What If-Range takes: an entity tag that is strong, or a date. */
  private static Optional<String> version(HttpHeaders headers) {
    return headers
        .firstValue("etag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("last-modified"))
        .filter(text -> text.length() <= 200);
  }
}
