package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code lynceus archive} of the distribution, with Spark's jars of the build. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveCommandIT extends ArchiveStory {
  private static final Pattern A_PICTURE_HAS_A_ROW = Pattern.compile(" [1-9]\\d* pictures, ");

  private Process command;

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    if (command != null) {
      command.descendants().forEach(ProcessHandle::destroyForcibly);
      command.destroyForcibly().waitFor();
    }
  }

  private Process start(Path output, Map<String, String> environment, String... more)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(InstalledLynceus.home().resolve("bin/lynceus").toString());
    line.add("archive");
    line.addAll(Arrays.asList(more));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(LYNCEUS|SPARK)_.*"));
    builder.environment().putAll(environment);
    command = builder.start();
    return command;
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(TIMEOUT.toMinutes(), TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String[] overTheSharedArchive(Path out, String... more) {
    List<String> args = new ArrayList<>(arguments(out));
    args.addAll(List.of(cluster()));
    args.addAll(
        List.of("--spark", "local[2]", "--conf", "spark.local.dir=" + folder.resolve("local")));
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }

  /** The jar in the distribution runs beside Spark's own libraries. */
  @Test
  void aRunWhoseDriverIsKilledIsContinuedByTheNext() throws Exception {
    Path out = folder.resolve("table");
    Path output = folder.resolve("output");
    String[] endless = {"--batch", "1", "--watch", "600", "--no-report"}; // until it is killed
    Process first = start(output, Map.of(), overTheSharedArchive(out, endless));
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () -> !first.isAlive() || A_PICTURE_HAS_A_ROW.matcher(Files.readString(output)).find());
    first.children().forEach(ProcessHandle::destroyForcibly); // Spark's driver

    assertThat(end(first)).as(Files.readString(output)).isEqualTo(3);
    assertThat(Files.readString(output)).contains("lynceus: Spark has ended with exit code 137");
    long before = pictures(out).count();

    Process second = start(output, Map.of(), overTheSharedArchive(out));

    assertThat(end(second)).as(Files.readString(output)).isZero();
    assertThat(before).isPositive();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    assertThat(paths(rejected(out))).isEqualTo(REJECTED);
    assertThat(Files.readString(output)).contains("report: " + out.resolve("_report.html"));
    assertThat(Files.readString(out.resolve("_report.html")))
        .contains("<dt>Pictures</dt><dd>5<small>")
        .contains("<dt>Rejected</dt><dd>2<small>")
        .contains("yard/astronaut.png", "UNSUPPORTED_FORMAT", "2025-03-09")
        .contains("<strong>person</strong>");
  }

  @Test
  void whenTheCommandIsStoppedSparkIsStoppedToo() throws Exception {
    Path spark = folder.resolve("spark");
    Path script = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        script,
        """
        #!/bin/sh
        trap 'touch "%s/ended"; exit 143' TERM
        echo '{"note":"it runs"}'
        while :; do sleep 0.1; done
        """
            .formatted(folder));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Path output = folder.resolve("output");
    Process started =
        start(
            output,
            Map.of("SPARK_HOME", spark.toString()),
            "--in",
            "a",
            "--out",
            "b",
            "--cluster",
            "m");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> !started.isAlive() || Files.readString(output).contains("it runs"));

    started.destroy();

    assertThat(end(started)).isEqualTo(143);
    assertThat(folder.resolve("ended")).exists();
    assertThat(Files.readString(output))
        .contains("lynceus: the run is stopped; what is written stays: run it again to go on");
  }
}
