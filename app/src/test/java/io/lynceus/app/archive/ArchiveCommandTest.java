package io.lynceus.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with a script in the place of {@code spark-submit}. */
class ArchiveCommandTest {
  @TempDir Path folder;
  private Path home;
  private Path spark;

  @BeforeEach
  void make() throws IOException {
    home = Files.createDirectories(folder.resolve("lynceus"));
    spark = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(spark.resolve("bin"));
    Files.createDirectories(spark.resolve("jars"));
    Files.createFile(spark.resolve("jars/spark-core_2.13-4.1.3.jar"));
  }

  private void script(String... lines) throws IOException {
    Path script = spark.resolve("bin/spark-submit");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Run run(Map<String, String> environment, String... more) {
    String[] args = new String[more.length + 4];
    System.arraycopy(new String[] {"--in", "in", "--out", "out"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return Run.of(new ArchiveCommand(environment, home), args);
  }

  private Run run(String... more) {
    return run(Map.of("SPARK_HOME", spark.toString()), more);
  }

  private List<String> given() throws IOException {
    return Files.readAllLines(folder.resolve("given"));
  }

  @Test
  void givesSparkWhatItWasGivenAndShowsWhatItSays() throws IOException {
    script(
        "printf '%s\\n' \"$@\" > " + folder.resolve("given"),
        "echo Spark says something",
        "echo '{\"progress\":{\"files\":1}}'",
        "echo '{\"note\":\"2 files\"}'",
        "echo '{\"report\":\"file:/tmp/a/_report.html\"}'");

    Run run = run("--cluster", "m:1", "--analyses", "faces,objects", "--option", "tiles=3");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).containsExactly("2 files", "report: /tmp/a/_report.html");
    assertThat(given())
        .startsWith("--master", "local[*]")
        .contains("--conf", "spark.ui.enabled=false", "spark.driver.bindAddress=127.0.0.1")
        .contains("spark.driver.host=127.0.0.1", "spark.authenticate=true")
        .containsSequence(
            home.resolve("spark/lynceus-spark.jar").toString(),
            "--in=in",
            "--out=out",
            "--cluster=m:1",
            "--analyses=faces,objects",
            "--option=tiles=3",
            "--json",
            "--with-process=" + ProcessHandle.current().pid());
  }

  @Test
  void withoutAClusterThisMachineLooksWithThisInstallation() throws IOException {
    script("printf '%s\\n' \"$@\" > " + folder.resolve("given"));

    assertThat(run("--no-report").exitCode()).isZero();

    assertThat(given())
        .contains("--workers=local", "--no-report", "--installation=" + home.resolve("lib") + "/*");
    assertThat(run("--spark", "spark://h:7077", "--conf", "a.b=c").exitCode()).isZero();
    assertThat(given())
        .startsWith("--master", "spark://h:7077")
        .contains("a.b=c", "--workers=local")
        .noneMatch(word -> word.startsWith("--installation"))
        .noneMatch(word -> word.startsWith("spark.driver"))
        .noneMatch(word -> word.startsWith("spark.authenticate"));
  }

  @Test
  void aSparkThatIsConfiguredRunsWhereItIsConfiguredTo() throws IOException {
    script("printf '%s\\n' \"$@\" > " + folder.resolve("given"));
    Files.createDirectories(spark.resolve("conf"));
    Files.writeString(spark.resolve("conf/spark-defaults.conf"), "spark.master  yarn\n");

    assertThat(run("--cluster", "m").exitCode()).isZero();

    assertThat(given()).doesNotContain("--master");
  }

  @Test
  void theTokenIsInTheEnvironmentAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret-of-clients\n");
    script(
        "printf '%s\\n' \"$@\" > " + folder.resolve("given"),
        "echo $LYNCEUS_TOKEN > " + folder.resolve("token-there"));

    Run run =
        run(
            Map.of("SPARK_HOME", spark.toString(), "LYNCEUS_TOKEN_FILE", file.toString()),
            "--cluster",
            "m");

    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("token-there"))).isEqualTo("secret-of-clients\n");
    assertThat(given()).noneMatch(word -> word.contains("secret-of-clients"));
  }

  @Test
  void endsAsTheRunEndsAndSaysWhy() throws IOException {
    for (int exitCode : new int[] {2, 4}) {
      script("echo '{\"error\":\"because\"}'", "exit " + exitCode);
      assertThat(run("--cluster", "m")).isEqualTo(new Run(exitCode, "", "because\n"));
    }
    script("echo a stack trace >&2", "echo '{\"error\":\"no disk\"}'", "exit 3");
    Run failed = run("--cluster", "m");
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.err()).startsWith("no disk; Spark's log is ").hasLineCount(1);
    assertThat(Path.of(failed.err().strip().replaceFirst(".*log is ", "")))
        .hasContent("a stack trace\n");
  }

  @Test
  void aSparkThatDoesNotBeginIsToldByItsLastLine() throws IOException {
    script("echo it begins >&2", "echo 'no such master' >&2", "printf '\\tat x\\n' >&2", "exit 1");
    Run run = run("--cluster", "m");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("Spark has ended with exit code 1: no such master; Spark's log is ");
  }

  @Test
  void saysWhichSparkIsMissing() throws IOException {
    Run none = run(Map.of("PATH", folder.toString()), "--cluster", "m");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("there is no Spark", "set SPARK_HOME").hasLineCount(1);

    Run noScript = run("--cluster", "m");
    assertThat(noScript.exitCode()).isEqualTo(2);
    assertThat(noScript.err()).contains("there is no bin/spark-submit").hasLineCount(1);

    script("exit 0");
    Files.createFile(spark.resolve("jars/spark-core_2.12-3.5.1.jar"));
    Run old = run("--cluster", "m");
    assertThat(old.exitCode()).isEqualTo(2);
    assertThat(old.err()).contains("Spark 3.5.1 for Scala 2.12, which cannot run it");
  }

  @Test
  void findsASparkOnThePathAndThatOfTheSourceTree() throws Exception {
    script("exit 0");
    Map<String, String> environment = Map.of("PATH", "/nowhere:" + spark.resolve("bin"));
    assertThat(SparkStart.find(environment, home).program())
        .isEqualTo(new SparkStart.Script(spark.resolve("bin/spark-submit")));

    Path tree = folder.resolve("tree");
    Path distribution = Files.createDirectories(tree.resolve("app/target/lynceus-1/lynceus-1"));
    Files.createDirectories(tree.resolve("spark/target"));
    Files.writeString(tree.resolve("spark/target/spark.classpath"), "/a/x.jar:/b/y.jar\n");
    SparkStart built = SparkStart.find(environment, distribution);
    assertThat(built.program()).isEqualTo(new SparkStart.Jars("/a/x.jar:/b/y.jar"));
    assertThat(
            built.command(
                "local[2]", List.of("spark.driver.memory=3g"), Path.of("b.jar"), List.of("--in=a")))
        .contains("-Xmx3g", "--add-opens=java.base/java.nio=ALL-UNNAMED", "/a/x.jar:/b/y.jar")
        .containsSequence("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]");

    Path other = Files.createDirectories(tree.resolve("app/target/junit-1/lynceus"));
    assertThat(SparkStart.find(environment, other).program()).isInstanceOf(SparkStart.Script.class);
  }

  @Test
  void wrongUsageIsToldWithoutSpark() {
    Map<String, String> nothing = Map.of("PATH", folder.toString());
    assertThat(run(nothing, "--conf", "a").err()).contains("--conf is KEY=VALUE");
    assertThat(run(nothing, "--cluster", "m", "--workers", "local").err())
        .contains("say who looks");
    assertThat(run(nothing, "--ca", "ca.pem").err()).contains("need --cluster HOST:PORT");
    assertThat(run(nothing, "--cluster", "m", "--key", "k").err()).contains("set both");
    assertThat(run(nothing, "--window", "0").err()).contains("--window is 1 to 1000");
    assertThat(run(nothing, "--since", "yesterday").err()).contains("--since is such as");
  }
}
