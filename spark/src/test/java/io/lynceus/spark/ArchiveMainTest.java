package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.spark.plan.ArchiveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wrong usage is told before Spark is started. */
class ArchiveMainTest {
  private static void isTold(String what, String... more) {
    List<String> args = new ArrayList<>(List.of("--in", "/in", "--out", "/out"));
    args.addAll(List.of(more));
    StringWriter errors = new StringWriter();
    PrintWriter writer = new PrintWriter(errors, true);
    int exitCode = ArchiveMain.run(args.toArray(String[]::new), Map.of(), writer, writer);
    assertThat(errors.toString()).contains(what).hasLineCount(1);
    assertThat(exitCode).isEqualTo(2);
  }

  @Test
  void wrongOptionsAreToldInOneLine() {
    isTold("either --cluster HOST:PORT or --workers local");
    isTold("either --cluster", "--cluster", "m:7070", "--workers", "local");
    isTold("--workers is local", "--workers", "far");
    isTold("--cluster is HOST:PORT", "--cluster", "m:x");
    isTold("the port of --cluster is 1 to 65535", "--cluster", "m:0");
    isTold("--window is 1 to 1000", "--cluster", "m", "--window", "0");
    isTold("--limit is 1 to 3600", "--workers", "local", "--limit", "0");
    isTold("--batch is 1 to 1000000", "--cluster", "m", "--batch", "0");
    isTold("--watch is 1 to 86400", "--cluster", "m", "--watch", "0");
    isTold("--follow is 1 to 86400", "--cluster", "m", "--follow", "0");
    isTold("leave out one", "--cluster", "m", "--follow", "1", "--watch", "1");
    isTold("--key is set, but --certificate is not", "--cluster", "m", "--key", "key.pem");
    isTold("need --cluster HOST:PORT", "--workers", "local", "--tls");
    isTold("embedding needs --cluster", "--workers", "local", "--analyses", "faces,embedding");
    isTold("--since is such as", "--cluster", "m", "--since", "yesterday");
    isTold("--glob is such as", "--cluster", "m", "--glob", "{");
    isTold("--camera-pattern", "--cluster", "m", "--camera-pattern", "(");
    isTold("there is no option", "--cluster", "m", "--option", "colour=red");
    isTold("--nothing", "--nothing");
    isTold("--with-process", "--cluster", "m", "--with-process", "999999999");
  }

  @Test
  void aTokenFileThatCannotBeReadIsNamedAndNotItsContent() {
    StringWriter errors = new StringWriter();
    PrintWriter writer = new PrintWriter(errors, true);
    String[] args = {"--in", "/in", "--out", "/out", "--cluster", "m"};
    Map<String, String> environment = Map.of("LYNCEUS_TOKEN_FILE", "/nowhere/token");
    assertThat(ArchiveMain.run(args, environment, writer, writer)).isEqualTo(2);
    assertThat(errors.toString())
        .contains("LYNCEUS_TOKEN_FILE: /nowhere/token cannot be read")
        .hasLineCount(1);
  }

  @Test
  void programsHearOfAMistakeInJson() {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        ArchiveMain.run(
            new String[] {"--json", "--in", "a\"b"},
            Map.of(),
            new PrintWriter(output, true),
            new PrintWriter(errors, true));
    assertThat(exitCode).isEqualTo(2);
    assertThat(output.toString()).startsWith("{\"error\":\"").contains("--out").hasLineCount(1);
    assertThat(errors.toString()).isEmpty();
  }

  @Test
  void aFailureIsOneLine() {
    assertThat(FailureText.of(new RuntimeException("Job aborted", new ArchiveException("a\nb"))))
        .isEqualTo("a");
    assertThat(
            FailureText.of(
                new RuntimeException(
                    "Job aborted: io.lynceus.spark.plan.ArchiveException: the master was lost\n"
                        + "\tat")))
        .isEqualTo("the master was lost");
    assertThat(FailureText.of(new RuntimeException(new IOException("No space left on device"))))
        .contains("no space left on the disk");
    assertThat(FailureText.of(new RuntimeException("x".repeat(5000)))).hasSizeLessThan(700);
  }
}
