package io.lynceus.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of a daemon's HTTP port, over loopback. */
public final class HttpPage {
  private HttpPage() {}

  /** Asks once, on a connection of its own. */
  public static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
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
