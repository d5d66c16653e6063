package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.systemtests.LynceusProcess;
import io.lynceus.systemtests.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands ask a hostile master: no terminal obeys what it sends, and each command ends. */
@Tag("story")
@Tag("beside")
class HostileMasterIT {
  /** What a terminal would obey, and what only some readers take for the end of a line. */
  private static final String HARM = "\u001b[2J\u001b]0;x\u0007\u009b31m\u0085\u2028\u2029\u202e";

  private static final String IN_JSON =
      HARM.replace("\u001b", "\\u001b").replace("\u0007", "\\u0007");

  private static final List<String> OF_STATUS =
      List.of("status", "status --json", "drain s1", "drain --json s1");
  private static final List<String> OF_LABELS = List.of("labels", "labels --json");
  private static final List<String> OF_QUARANTINE =
      List.of("quarantine list", "quarantine list --json", "quarantine clear --all");

  private static final String STATUS =
      "{\"version\":\"1.0%s\",\"uptimeMs\":9223372036854775807,\"tasks\":{\"waiting\":1,\"running\":1,"
          + "\"complete\":9223372036854775807,\"partial\":0,\"rejected\":0},\"slaves\":[{\"name\":"
          + "\"s1%s\",\"address\":\"%s\",\"state\":\"ready\",\"slots\":2147483647,\"busy\":0,"
          + "\"unitsDone\":9223372036854775807}]}";
  private static final String LABELS =
      "{\"analyses\":{\"objects\":{\"labels\":[],\"networks\":[{\"slaves\":[\"a%s\"],\"labels\":"
          + "[\"cow%s\"]}]}}}";
  private static final String QUARANTINE =
      "{\"quarantined\":[{\"sha256\":\"0%s\",\"analysis\":\"objects\",\"since\":"
          + "\"2026-01-01T00:00:00Z\",\"reason\":\"%s\"}]}";
  private static final String REFUSAL =
      "{\"seq\":1,\"status\":\"rejected\",\"code\":\"CORRUPT\",\"message\":\"%s\"}";
  private static final String REPLY =
      "{\"seq\":1,\"name\":\"../../../%s\",\"status\":\"complete\",\"image\":{\"format\":\"jpeg\","
          + "\"width\":2147483647,\"height\":2147483647,\"bytes\":9,\"sha256\":\"%s\"},\"counts\":"
          + "{\"%s\":1},\"analyses\":{\"objects\":{\"status\":\"ok\",\"model\":\"%s\",\"detections\":"
          + "[{\"label\":\"%s\",\"score\":1e300,\"box\":[-1e30,1e30,1e30,1e30]}]},\"faces\":{\"status\":"
          + "\"failed\",\"message\":\"%s\"}}}";

  @TempDir private Path folder;
  private Path image;

  @BeforeEach
  void image() throws IOException {
    image = Files.write(folder.resolve("a.jpg"), TestImages.jpeg(64, 48, 1));
  }

  private static HostileMaster says(String line) throws IOException {
    return new HostileMaster(client -> client.write((line + "\n").getBytes(UTF_8)));
  }

  private String run(HostileMaster master, String command, int... codes) throws Exception {
    String[] arguments = (command + " --master " + master.address()).split(" ", -1);
    try (LynceusProcess process = LynceusProcess.start(folder, Map.of(), arguments)) {
      int code = process.exitCode(Duration.ofSeconds(60));
      String said = process.said();
      assertThat(codes).as(command + ": " + said).contains(code);
      assertThat(said.codePoints().filter(c -> c != '\n' && c != '\r'))
          .as(command)
          .allMatch(c -> (c >= ' ' && c < 0x7f) || c == 0x2026, "nothing that a terminal obeys");
      assertThat(said).doesNotContain("unexpected error", "Exception", "\tat ");
      return said;
    }
  }

  @Test
  void whatItSaysDoesNothingToATerminal() throws Exception {
    ask(STATUS, OF_STATUS);
    ask(LABELS, OF_LABELS);
    ask(QUARANTINE, OF_QUARANTINE);
    ask(REFUSAL, List.of("status", "drain s1", "labels", "quarantine clear --all"));
  }

  private void ask(String answer, List<String> commands) throws Exception {
    try (HostileMaster master = says(answer.replace("%s", IN_JSON))) {
      for (String command : commands) {
        run(master, command, 0, 1, 2, 3);
      }
    }
  }

  @Test
  void repliesAndReportsAreSafeToo() throws Exception {
    Path pictures = folder.resolve("drawn");
    Path report = folder.resolve("report.html");
    for (String text : List.of(REFUSAL, REPLY)) {
      try (HostileMaster master = says(text.replace("%s", IN_JSON + "<script>"))) {
        run(master, "submit " + image, 0, 1);
        run(master, "submit --json " + image, 0, 1);
        run(master, "submit --annotate " + pictures + " --report " + report + " " + image, 0, 1);
        assertThat(Files.readString(report)).doesNotContain("<script>\\u", HARM, "\u001b");
      }
    }
    try (Stream<Path> drawn = Files.list(pictures)) {
      assertThat(drawn).allMatch(file -> file.getFileName().toString().startsWith("a-annotated"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "{\"slaves\":{}}",
        "\u001b[2J\u2028",
        "{\"seq\":99999999999999999999999999999999999,\"status\":\"complete\"}",
        "{\"seq\":1,\"status\":\"rejected\",\"code\":\"BUSY\",\"message\":\"\",\"retryAfterMs\":-1}",
        "{\"version\":\"1\",\"uptimeMs\":-1,\"tasks\":{\"waiting\":1e99},\"slaves\":[]}"
      })
  void wrongJsonIsOneClearError(String line) throws Exception {
    try (HostileMaster master = says(line)) {
      for (String command : List.of("status", "labels", "quarantine list", "submit " + image)) {
        assertThat(run(master, command, 1, 2, 3)).contains("lynceus: ");
      }
    }
  }

  @Test
  void aLineThatNeverEndsTakesNoMemory() throws Exception {
    byte[] piece = "[[],".repeat(16_384).getBytes(UTF_8);
    try (HostileMaster master =
        new HostileMaster(
            client -> {
              while (true) {
                client.write(piece);
              }
            })) {
      for (String command : List.of("status", "labels", "submit " + image)) {
        assertThat(run(master, command, 1, 2, 3)).contains("line is longer than any");
      }
    }
  }

  @Test
  void aLineOfManySmallPartsTakesNoMemory() throws Exception {
    try (HostileMaster master =
        says("{\"version\":\"1\",\"slaves\":[" + "{},".repeat(2_500_000) + "{}]}")) {
      for (String command : List.of("status", "submit " + image)) {
        assertThat(run(master, command, 1, 2, 3)).contains("lynceus: ");
      }
    }
  }

  @Test
  void aHugePauseBeforeTheNextTryIsNoFault() throws Exception {
    String busy =
        "{\"seq\":1,\"status\":\"rejected\",\"code\":\"BUSY\",\"message\":\"\","
            + "\"retryAfterMs\":9223372036854775807}";
    try (HostileMaster master = says(busy)) {
      run(master, "submit --busy-for 1s " + image, 2, 4);
    }
  }
}
