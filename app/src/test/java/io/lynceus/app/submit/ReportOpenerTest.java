package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportOpenerTest {
  @TempDir Path folder;

  private final StringWriter notes = new StringWriter();

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theAddressIsGivenToTheOpener() throws IOException {
    Path seen = folder.resolve("seen");
    open("sh", "-c", "printf %s \"$1\" > " + seen, "sh");
    assertThat(Files.readString(seen)).isEqualTo(folder.resolve("r.html").toUri().toString());
    assertThat(notes.toString()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anOpenerThatFailsOrIsMissingLeavesTheAddress() {
    open("sh", "-c", "exit 3");
    open("/no/such/opener");
    open();
    assertThat(notes.toString().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("open file:///", "r.html yourself"));
  }

  @Test
  void eachSystemHasItsOpener() {
    assertThat(ReportOpener.command("Linux", Map.of("DISPLAY", ":0"))).containsExactly("xdg-open");
    assertThat(ReportOpener.command("Linux", Map.of())).isEmpty();
    assertThat(ReportOpener.command("Mac OS X", Map.of())).containsExactly("open");
    assertThat(ReportOpener.command("Windows 11", Map.of())).first().isEqualTo("rundll32");
  }

  @Test
  void withoutAReportThereIsNothingToOpen() throws IOException {
    Path file = Files.createFile(folder.resolve("a.png"));
    Run run =
        Run.of(
            new SubmitCommand(Map.of(), InputStream.nullInputStream()), "--open", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--open needs --report FILE");
  }

  private void open(String... command) {
    new ReportOpener(List.of(command), Duration.ofMinutes(5))
        .open(folder.resolve("r.html"), new PrintWriter(notes, true));
  }
}
