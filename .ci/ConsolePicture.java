import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes a picture of a page in Chromium, once a JavaScript expression is true there. Run by
 * .ci/console-picture; needs a JDK and nothing else:
 *
 * <pre>java .ci/ConsolePicture.java ADDRESS WIDTH HEIGHT EXPRESSION FILE.jpg</pre>
 */
public final class ConsolePicture {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (\\S+)");
  private static final int QUALITY = 82;
  private static final int PATIENCE_SECONDS = 60;

  private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
  private final WebSocket socket;
  private String session = "";
  private int calls;

  private ConsolePicture(URI browser) {
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(browser, new Reader()).join();
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String id = field(text.toString(), "\"id\":(\\d+)");
        if (!id.isEmpty() && answers.containsKey(Integer.valueOf(id))) {
          answers.get(Integer.valueOf(id)).complete(text.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private static String field(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private String call(String method, String parameters) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    answers.put(++calls, answer);
    String where = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
    socket
        .sendText(
            "{\"id\":%d,\"method\":\"%s\",\"params\":{%s}%s}"
                .formatted(calls, method, parameters, where),
            true)
        .join();
    String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text.contains("\"error\":")) {
      throw new IOException(method + ": " + text);
    }
    return text;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private byte[] take(String address, int width, int height, String expression) throws Exception {
    String target =
        field(call("Target.createTarget", "\"url\":\"about:blank\""), "\"targetId\":\"(\\w+)");
    session =
        field(
            call("Target.attachToTarget", "\"flatten\":true,\"targetId\":\"" + target + "\""),
            "\"sessionId\":\"(\\w+)");
    call(
        "Emulation.setDeviceMetricsOverride",
        "\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false"
            .formatted(width, height));
    call(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"light\"}]");
    call("Page.navigate", "\"url\":" + quoted(address));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String asked = "\"returnByValue\":true,\"expression\":" + quoted("!!(" + expression + ")");
    while (!call("Runtime.evaluate", asked).contains("\"value\":true")) {
      if (System.nanoTime() > end) {
        throw new IOException("the page never had " + expression);
      }
      Thread.sleep(200);
    }
    String taken = call("Page.captureScreenshot", "\"format\":\"jpeg\",\"quality\":" + QUALITY);
    return Base64.getDecoder().decode(field(taken, "\"data\":\"([^\"]+)\""));
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path profile = Files.createTempDirectory("console-picture");
    Process chromium =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader errors = chromium.errorReader(UTF_8)) {
      URI browser =
          errors
              .lines()
              .map(LISTENING::matcher)
              .filter(Matcher::find)
              .map(line -> URI.create(line.group(1)))
              .findFirst()
              .orElseThrow(() -> new IOException("Chromium has ended"));
      byte[] picture =
          new ConsolePicture(browser)
              .take(
                  arguments[0],
                  Integer.parseInt(arguments[1]),
                  Integer.parseInt(arguments[2]),
                  arguments[3]);
      Files.write(Path.of(arguments[4]), picture);
    } finally {
      chromium.descendants().forEach(ProcessHandle::destroyForcibly);
      chromium.destroyForcibly().waitFor();
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(0); // the WebSocket's threads would go on
  }
}
