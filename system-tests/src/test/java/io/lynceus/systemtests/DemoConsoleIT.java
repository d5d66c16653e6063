package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A demo, and then one that goes on with its console, in the same folder. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS) // it has no signals
@Tag("story")
@Tag("beside")
class DemoConsoleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern CONSOLE = Pattern.compile("(?m)^console: (http://localhost:\\d+/)");
  private static final Pattern STOP = Pattern.compile("(?m)^ +stop: Ctrl-C, or kill (\\d+);");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private Path states;
  private Path out;

  private LynceusProcess demo(String... more) throws Exception {
    states = Files.createDirectories(folder.resolve("states"));
    out = folder.resolve("out");
    String[] command = {"demo", "--slaves", "1", "--out", out.toString(), "../samples/rocket.jpg"};
    String[] all = new String[command.length + more.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return LynceusProcess.start(
        folder,
        Map.of("XDG_STATE_HOME", states.toString(), "XDG_CONFIG_HOME", states.toString()),
        all);
  }

  @Test
  void theConsoleHasThePicturesAndEndsInOrder() throws Exception {
    try (LynceusProcess before = demo()) {
      assertThat(before.exitCode(PATIENCE)).as(before.said()).isZero();
    }
    try (LynceusProcess demo = demo("--console")) {
      await().atMost(PATIENCE).until(() -> STOP.matcher(demo.said()).find());
      String console = first(CONSOLE, demo.said());
      assertThat(get(console, Optional.empty()).body()).contains("<title>Lynceus");
      assertThat(get(console + "v1/settings", Optional.empty()).statusCode()).isEqualTo(401);
      String token = Files.readString(out.resolve("admin-token")).strip();
      assertThat(get(console + "v1/settings", Optional.of(token)).statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).untilAsserted(() -> assertTheStoreHasThePictureOnce(console));

      try (LynceusProcess second = demo()) {
        assertThat(second.exitCode(PATIENCE)).isEqualTo(2);
        assertThat(second.said()).contains("another demo uses the folder").contains("--out");
      }
      interruptAsATerminalDoes(Long.parseLong(first(STOP, demo.said())));
      assertThat(demo.exitCode(PATIENCE)).as(demo.said()).isZero();
      assertThat(out.resolve("logs/master.log")).content().contains("MasterDaemon stopped");
      assertThat(out.resolve("report.html")).exists();
      assertThat(states).as("the user's own folders").isEmptyDirectory();
    }
  }

  /** Ctrl-C reaches the demo and all that it has started. */
  private static void interruptAsATerminalDoes(long pid) throws Exception {
    ProcessHandle demo = ProcessHandle.of(pid).orElseThrow();
    List<String> kill = new ArrayList<>(List.of("sh", "-c", "kill -INT \"$@\"", "kill"));
    Stream.concat(demo.descendants(), Stream.of(demo))
        .forEach(process -> kill.add(Long.toString(process.pid())));
    assertThat(kill).as("master, slave and demo").hasSizeGreaterThanOrEqualTo(4 + 3);
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  /** The second result of the picture took the place of the first: it alone has a camera. */
  private static void assertTheStoreHasThePictureOnce(String console) throws Exception {
    HttpResponse<String> found = get(console + "v1/results", Optional.empty());
    JsonNode results = new ObjectMapper().readTree(found.body()).path("results");
    assertThat(results).hasSize(1);
    assertThat(results.path(0).path("reply").path("camera").asText()).isEqualTo("samples");
    assertThat(results.path(0).path("picture").asText()).startsWith("/v1/pictures/");
  }

  private static String first(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group(1);
  }

  private static HttpResponse<String> get(String address, Optional<String> token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html, */*");
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
