package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The paper's experiment, small: real processes, and a slave that is killed. */
@Timeout(600)
@Tag("story")
@Tag("beside")
class PaperIT {
  @TempDir private Path folder;

  @Test
  void thePageIsWrittenAndTheKilledSlaveCostsNoPicture() throws Exception {
    Path page = folder.resolve("paper.html");
    try (LynceusProcess paper =
        LynceusProcess.start(
            folder,
            Map.of("XDG_STATE_HOME", folder.toString()),
            "paper",
            "--pictures",
            "2,4",
            "--json",
            "--out",
            page.toString(),
            "../samples")) {
      assertThat(paper.exitCode(Duration.ofMinutes(8))).isZero();
      JsonNode json =
          new ObjectMapper()
              .readTree(
                  paper.said().lines().filter(line -> line.startsWith("{")).findFirst().get());
      assertThat(json.at("/times").size()).isEqualTo(2);
      assertThat(json.at("/times/1/allSlavesSeconds").doubleValue()).isPositive();
      assertThat(json.at("/killedSlave/sent").intValue()).isEqualTo(40);
      assertThat(json.at("/killedSlave/complete").intValue()).isEqualTo(40);
      assertThat(json.at("/techniques/0/found").intValue()).isPositive();
    }
    assertThat(Files.readString(page)).contains("What the paper promised");
  }
}
