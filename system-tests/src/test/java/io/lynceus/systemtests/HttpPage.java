package io.lynceus.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the HTTP port of a daemon, each time on a connection of its own; over loopback. */
public final class HttpPage {
  private HttpPage() {}

  public static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    return get(here(port, path));
  }

  public static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  /** Fails if the answer takes longer. */
  public static HttpResponse<String> get(int port, String path, Duration limit)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(here(port, path))).timeout(limit));
  }

  public static HttpResponse<String> post(int port, String path, byte[] body)
      throws IOException, InterruptedException {
    return post(here(port, path), body);
  }

  public static HttpResponse<String> post(String uri, byte[] body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(uri)).POST(BodyPublishers.ofByteArray(body)));
  }

  private static String here(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  /** The text of {@code /metrics}. */
  public static String metrics(int port) throws IOException, InterruptedException {
    return get(port, "/metrics").body();
  }

  /** One value of {@code /metrics}, by the name and labels as they stand there. */
  public static double metric(int port, String name) throws IOException, InterruptedException {
    String line = "^" + Pattern.quote(name) + " (\\S+)$";
    Matcher value = Pattern.compile(line, Pattern.MULTILINE).matcher(metrics(port));
    if (!value.find()) {
      throw new IOException("no " + name + " in /metrics");
    }
    return Double.parseDouble(value.group(1));
  }
}
