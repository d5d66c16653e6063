package io.lynceus.spark;

import io.lynceus.spark.options.ArchiveOptions;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import scala.Option;

/** The program for {@code spark-submit}: has the stills of an archive analysed. */
@Command(
    name = "spark-submit … lynceus-spark.jar",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has the pictures of an archive analysed, and writes a row for each into a table of Parquet"
          + " files. A second run does only what is missing.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each picture has a row, in the table or in _rejected beside it",
      "2:wrong usage, or a folder that cannot be used",
      "3:the run has ended before its end: no cluster, no disk, no children; run it again",
      "4:the cluster had no slave or no time for at least one picture: run it again"
    })
public final class ArchiveMain implements Callable<Integer> {
  static final int USAGE = 2;
  static final int FAILED = 3;
  static final int LEFT = 4;

  private static final String JSON = "--json";

  private final Map<String, String> environment;
  private final RunVoice voice;

  @Mixin
  @SuppressWarnings("FieldMayBeFinal") // picocli fills it
  private ArchiveOptions options = new ArchiveOptions();

  /** Read before all others: what is wrong with them is told in the same form. */
  @CommandLine.Option(
      names = JSON,
      description = "Tell how the run goes in lines of JSON on standard output, for programs.")
  private boolean json;

  @CommandLine.Option(
      names = "--with-process",
      paramLabel = "PID",
      description = "End when this process of the driver's machine ends.")
  private @Nullable Long companion;

  private ArchiveMain(Map<String, String> environment, RunVoice voice) {
    this.environment = environment;
    this.voice = voice;
  }

  /** Ends with one of the exit codes above; with 0 it returns, as cluster managers want it. */
  public static void main(String[] args) {
    int exitCode =
        run(
            args,
            System.getenv(),
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()));
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().stop(); // else drivers on Kubernetes do not end
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static int run(
      String[] args, Map<String, String> environment, PrintWriter output, PrintWriter errors) {
    RunVoice voice =
        Arrays.asList(args).contains(JSON)
            ? new RunVoice.Json(output)
            : new RunVoice.Lines(output, errors);
    CommandLine line =
        new CommandLine(new ArchiveMain(environment, voice))
            .setOut(output)
            .setErr(errors)
            .setParameterExceptionHandler(
                (wrong, given) -> {
                  voice.error(String.valueOf(wrong.getMessage()));
                  return USAGE;
                })
            .setExecutionExceptionHandler(
                (failure, given, parsed) -> {
                  voice.error(FailureText.of(failure));
                  return FAILED;
                });
    return line.execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    options.check();
    if (companion != null) {
      endWith(companion);
    }
    return new ArchiveDriver(options, environment, voice).run(json);
  }

  private void endWith(long process) {
    ProcessHandle other =
        ProcessHandle.of(process)
            .orElseThrow(() -> options.usage("--with-process: there is no process " + process));
    Thread waiting =
        new Thread(
            () -> {
              other.onExit().join();
              System.exit(FAILED);
            },
            "lynceus-companion");
    waiting.setDaemon(true);
    waiting.start();
  }
}
