package io.lynceus.model.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, driven by its DevTools protocol. For one thread. */
public final class Browser implements AutoCloseable {
  /** Far more than anything takes, also on a machine that does other things. */
  private static final long PATIENCE_SECONDS = 300;

  private static final String LISTENING = "DevTools listening on ";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String VIOLATIONS =
      "axe.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
          + " 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) =>"
          + " found.violations.flatMap((violation) =>"
          + " violation.nodes.map((node) => `${violation.id}: ${node.html}`)))";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Process process;
  private final WebSocket socket;
  private int calls;
  private Optional<String> session = Optional.empty();

  private Browser(Process process, URI address) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Answers()).join();
  }

  /** The program, if this machine has it. */
  public static Optional<Path> program() {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it with one page and a profile of its own below {@code target}. Where this machine has
   * none the test that calls is skipped.
   */
  public static Browser startOrAbort() throws IOException {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      abort("no Chromium on the PATH (apt-get install chromium): nothing is tried in a browser");
    }
    try {
      // Not in the temporary folder: a process of Chromium may write while that is deleted.
      Path target = Files.createDirectories(Path.of("target"));
      return start(program.orElseThrow(), Files.createTempDirectory(target, "chromium-"));
    } catch (IOException e) { // Ubuntu's is a script that asks for a snap
      return abort(
          program.orElseThrow() + ": " + e.getMessage() + ": nothing is tried in a browser");
    }
  }

  /**
   * Starts it with one page.
   *
   * @param profile a folder of its own
   */
  public static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // it sees our own files only, and root has no sandbox
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-breakpad",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Browser browser = new Browser(process, address(process));
      ObjectNode page = browser.json.createObjectNode().put("url", "about:blank");
      String target = browser.call("Target.createTarget", page).path("targetId").asText();
      ObjectNode attach =
          browser.json.createObjectNode().put("targetId", target).put("flatten", true);
      browser.session =
          Optional.of(browser.call("Target.attachToTarget", attach).path("sessionId").asText());
      return browser;
    } catch (IOException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  /** Its first lines say where it listens; what it says later is read and dropped. */
  private static URI address(Process process) throws IOException {
    CompletableFuture<Optional<String>> address = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader errors = process.errorReader(UTF_8)) {
                errors
                    .lines()
                    .filter(line -> line.startsWith(LISTENING))
                    .forEach(line -> address.complete(Optional.of(line)));
              } catch (IOException | UncheckedIOException e) {
                address.completeExceptionally(e);
              }
              address.complete(Optional.empty());
            },
            "chromium-errors");
    reader.setDaemon(true);
    reader.start();
    return address
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .map(line -> URI.create(line.substring(LISTENING.length())))
        .orElseThrow(() -> new IOException("it ended before it listened"));
  }

  /** Collects what the browser answers; an answer may come in parts. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        answer(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void answer(String message) {
      try {
        JsonNode node = json.readTree(message);
        CompletableFuture<JsonNode> call = waiting.remove(node.path("id").asInt(-1));
        if (call != null) {
          call.complete(node);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private JsonNode call(String method, ObjectNode parameters) {
    int id = ++calls;
    ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    session.ifPresent(name -> message.put("sessionId", name));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode answered = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (answered.has("error")) {
      throw new IllegalStateException(method + ": " + answered.path("error"));
    }
    return answered.path("result");
  }

  /**
   * Opens an address, and waits until the page and its script are done.
   *
   * @param theme {@code light} or {@code dark}
   */
  public void open(String address, int width, int height, String theme) {
    show(width, height, theme);
    // From elsewhere: another fragment alone would not load the page again.
    call("Page.navigate", json.createObjectNode().put("url", "about:blank"));
    call("Page.navigate", json.createObjectNode().put("url", address));
    // Until then the page before may answer, or its end interrupt the question.
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(
            () ->
                eval("location.protocol !== 'about:' && document.readyState === 'complete'")
                    .asBoolean());
  }

  /**
   * Gives the window another size and theme; the page stays.
   *
   * @param theme {@code light} or {@code dark}
   */
  public void show(int width, int height, String theme) {
    ObjectNode size =
        json.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false);
    call("Emulation.setDeviceMetricsOverride", size);
    ObjectNode media = json.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", theme);
    call("Emulation.setEmulatedMedia", media);
  }

  /** The value of a JavaScript expression; of a promise, what it becomes. */
  public JsonNode eval(String expression) {
    ObjectNode parameters =
        json.createObjectNode()
            .put("expression", expression)
            .put("awaitPromise", true)
            .put("returnByValue", true);
    JsonNode result = call("Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** The text of the first element that a CSS selector finds. */
  public String text(String selector) {
    return eval("document.querySelector(`" + selector + "`).textContent").asText();
  }

  /** Whether a CSS selector finds something. */
  public boolean has(String selector) {
    return count(selector) > 0;
  }

  /** How many elements a CSS selector finds. */
  public int count(String selector) {
    return eval("document.querySelectorAll(`" + selector + "`).length").asInt();
  }

  /** Clicks the first element that a CSS selector finds. */
  public void click(String selector) {
    eval("document.querySelector(`" + selector + "`).click()");
  }

  /**
   * What axe-core, which has to be on the class path, finds that some people cannot read or use,
   * each with its element. A page with a policy for scripts is opened after {@link #bypassPolicy}.
   */
  public List<String> violations() throws IOException {
    if (eval("typeof axe").asText().equals("undefined")) {
      try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
        eval(new String(axe.readAllBytes(), UTF_8) + "; 0");
      }
    }
    List<String> violations = new ArrayList<>();
    eval(VIOLATIONS).forEach(found -> violations.add(found.asText()));
    return violations;
  }

  /** The media types of what is in the frames of the page. */
  public List<String> framedTypes() {
    List<String> types = new ArrayList<>();
    call("Page.getFrameTree", json.createObjectNode())
        .path("frameTree")
        .path("childFrames")
        .forEach(child -> types.add(child.path("frame").path("mimeType").asText()));
    return types;
  }

  /** Presses a key, by its name such as {@code ArrowRight}, or a character. */
  public void press(String key) {
    ObjectNode down = json.createObjectNode().put("type", "keyDown").put("key", key);
    int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).getOrDefault(key, 0);
    if (code > 0) {
      down.put("windowsVirtualKeyCode", code);
    }
    if (key.length() == 1) {
      down.put("text", key);
    } else if (key.equals("Enter")) {
      down.put("text", "\r");
    }
    call("Input.dispatchKeyEvent", down);
    ObjectNode up = json.createObjectNode().put("type", "keyUp").put("key", key);
    if (code > 0) {
      up.put("windowsVirtualKeyCode", code);
    }
    call("Input.dispatchKeyEvent", up);
  }

  /**
   * Moves the mouse, or presses or lets go its left button.
   *
   * @param type {@code mouseMoved}, {@code mousePressed} or {@code mouseReleased}
   * @param x pixels of the window
   * @param y pixels of the window
   */
  public void mouse(String type, double x, double y) {
    call(
        "Input.dispatchMouseEvent",
        json.createObjectNode()
            .put("type", type)
            .put("x", x)
            .put("y", y)
            .put("button", "left")
            .put("buttons", type.equals("mouseReleased") ? 0 : 1)
            .put("clickCount", type.equals("mouseMoved") ? 0 : 1));
  }

  /** Whether scripts that this test brings run on pages whose policy allows no others. */
  public void bypassPolicy(boolean bypass) {
    call("Page.setBypassCSP", json.createObjectNode().put("enabled", bypass));
  }

  /** Prints the page. Returns the file in base64. */
  public String pdf() {
    return call("Page.printToPDF", json.createObjectNode().put("printBackground", true))
        .path("data")
        .asText();
  }

  @Override
  public void close() {
    end(process);
    socket.abort();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
