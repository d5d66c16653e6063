package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Nothing is lost and nothing is there twice when processes die in the middle of a run. */
@EnabledForJreRange(max = JRE.JAVA_21) // as Spark 4.1 and its Hadoop
@Tag("story")
class ArchiveFaultsIT extends ArchiveStory {
  /** More in longer runs: enough that a process can be killed between the first and the last. */
  private static final int COPIES = Integer.getInteger("lynceus.archive.copies", 24);

  private Process submitted;

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    if (submitted != null) {
      submitted.descendants().forEach(ProcessHandle::destroyForcibly);
      submitted.destroyForcibly().waitFor();
    }
  }

  private Path copies() throws IOException {
    Path in = Files.createDirectories(folder.resolve("copies"));
    for (int i = 0; i < COPIES; i++) {
      Files.copy(SharedSpark.sample("rocket.jpg"), in.resolve(name(i)));
    }
    return in;
  }

  private static String name(int index) {
    return "%04d.jpg".formatted(index);
  }

  private static List<String> names() {
    return IntStream.range(0, COPIES).mapToObj(ArchiveFaultsIT::name).toList();
  }

  @Test
  void anImageThatKillsCostsChildrenAndARowThatSaysSo() throws IOException {
    Path out = folder.resolve("table");
    String plugin = Path.of("target/test-classes").toAbsolutePath().toString();

    Ran ran =
        run(
            out,
            "--workers",
            "local",
            "--installation",
            InstalledLynceus.classPath() + ":" + plugin,
            "--analyses",
            "crash");

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(paths(pictures(out))).isEqualTo(PICTURES);
    List<Row> outcomes =
        pictures(out)
            .selectExpr("path", "analyses['crash'].status", "analyses['crash'].message")
            .collectAsList();
    for (Row outcome : outcomes) {
      boolean deadly = outcome.getString(0).equals("yard/rocket.jpg");
      assertThat(outcome.getString(1)).as(outcome.getString(0)).isEqualTo(deadly ? "poison" : "ok");
      if (deadly) {
        assertThat(outcome.getString(2)).contains("exit code 134");
      }
    }
  }

  @Test
  void aRunGoesOnWithAMasterThatWasKilledAndStartedAgain() throws Exception {
    Path in = copies();
    Path out = folder.resolve("table");
    String[] args = {
      "--in",
      in.toString(),
      "--out",
      out.toString(),
      "--cluster",
      master(),
      "--analyses",
      "objects",
      "--window",
      "2",
      "--no-report"
    };
    InstalledLynceus lynceus = SharedSpark.setting().lynceus();
    long before = lynceus.replies();
    CompletableFuture<Ran> running = CompletableFuture.supplyAsync(() -> run(args));
    Awaitility.await().atMost(TIMEOUT).until(() -> running.isDone() || lynceus.replies() > before);

    lynceus.killAndStartMaster();

    Ran ran = running.get(TIMEOUT.toMinutes(), TimeUnit.MINUTES);
    lynceus.awaitSlave();
    if (ran.exitCode() == ArchiveMain.LEFT) { // the slave was slower than the master's patience
      ran = run(args);
    }
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(paths(pictures(out))).isEqualTo(names());
  }

  /** Two executors in processes of their own, as on a cluster. */
  @Test
  void aRunGoesOnAfterTheDeathOfAnExecutor() throws Exception {
    Path in = copies();
    Path out = folder.resolve("table");
    Path output = folder.resolve("output");
    long before = SharedSpark.setting().lynceus().replies();
    Process driver = submit(output, in, out);
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> !driver.isAlive() || SharedSpark.setting().lynceus().replies() > before + 2);

    List<ProcessHandle> executors =
        driver
            .descendants()
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .orElse("")
                        .contains("CoarseGrainedExecutorBackend"))
            .toList();
    assertThat(executors).as(Files.readString(output)).isNotEmpty();
    executors.get(0).destroyForcibly();

    assertThat(driver.waitFor(TIMEOUT.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(driver.exitValue()).as(Files.readString(output)).isZero();
    assertThat(paths(pictures(out))).isEqualTo(names());
  }

  private Process submit(Path output, Path in, Path out) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                InstalledSpark.in(folder.resolve("spark")).resolve("bin/spark-submit").toString(),
                "--master",
                "local-cluster[2,1,768]",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
                "--conf",
                "spark.local.dir=" + folder.resolve("local"),
                InstalledLynceus.bundle().toString(),
                "--in",
                in.toString(),
                "--out",
                out.toString(),
                "--no-report",
                "--analyses",
                "objects",
                "--window",
                "1"));
    line.addAll(List.of(cluster()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    submitted = builder.start();
    return submitted;
  }
}
