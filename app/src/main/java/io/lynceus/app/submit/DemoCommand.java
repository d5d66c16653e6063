package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.FileLink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.model.Ask;
import io.lynceus.vision.network.ModelsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus demo}: starts a cluster, analyses pictures, writes a report. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Starts a cluster here and analyses pictures",
    description =
        "Starts a master and slaves on this machine, analyses pictures, and writes a report."
            + " Then it stops them, or, with --console, leaves them running until Ctrl-C. What the"
            + " cluster remembers is in store/ of the folder.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all images are complete",
      "1:at least one image will never be complete",
      "2:wrong usage, or the cluster cannot start",
      "3:the master was lost",
      "4:at least one image should be sent again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus demo",
      "  lynceus demo --console",
      "  lynceus demo --slaves 4 snapshots/",
      "  lynceus demo --out /tmp/out cam1.jpg cam2.jpg"
    })
public final class DemoCommand implements Callable<Integer> {
  /** For each process to end: more than a store or an analysis needs for its last step. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final String EYES =
      "better eyes, if you have the internet: lynceus models fetch best";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Option(
      names = "--slaves",
      paramLabel = "N",
      description = "Slave processes, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int slaves = 2;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for pictures and report (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("lynceus-out");

  @Option(
      names = "--console",
      description =
          "Leave the cluster running with its console, a page for a browser on this machine. The"
              + " samples, or the folders of your pictures, are its cameras. Its ports are 7070 for"
              + " pictures and 7080 for the console, or free ones if these are in use.")
  private boolean console;

  @Option(
      names = "--open",
      description =
          "Open the report in the browser when it is written; with --console, the console.")
  private boolean open;

  @Option(
      names = "--json",
      description =
          "Print one line of JSON for each image; all other output goes to standard error.")
  private boolean json;

  @Parameters(
      paramLabel = "PATH",
      description = "Images, or folders with images (default: the samples that come with Lynceus).")
  private List<Path> paths = List.of();

  @Override
  public Integer call() throws CommandException {
    if (slaves < 1 || slaves > 64) {
      throw new ParameterException(command.commandLine(), "--slaves must be from 1 to 64");
    }
    PrintWriter notes = command.commandLine().getErr();
    List<Path> wanted = paths.isEmpty() ? List.of(samples()) : paths;
    List<ImageFile> files = ImageFiles.find(wanted, ImageFiles.Selection.ALL, notes);
    try (DemoFolder kept = DemoFolder.open(folder)) {
      DemoConsole page = new DemoConsole(kept);
      ClusterPlan plan = kept.plan(slaves);
      notes.printf("starting a master and %d slave%s%n", slaves, slaves == 1 ? "" : "s");
      notes.flush();
      try (LocalCluster cluster = LocalCluster.start(console ? page.in(plan, notes) : plan)) {
        Submission.Result result = submit(cluster, kept, files);
        sayTheEnd(result, kept);
        if (console) {
          goOn(page, cluster);
        }
        stop(cluster, notes);
        return result.exitCode();
      }
    } catch (IOException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  private Submission.Result submit(LocalCluster cluster, DemoFolder kept, List<ImageFile> files)
      throws CommandException {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter notes = command.commandLine().getErr();
    Style style = Terminal.style(Terminal.OUT, System.getenv());
    return new Submission(cluster.client(), out, notes, style)
        .run(
            new Submission.Job(
                files,
                Optional.empty(),
                Ask.DEFAULT,
                json,
                new Submission.Job.Drawn(Optional.of(kept.path()), Optional.of(kept.report())),
                Filing.Rules.KEEP_ALL,
                new DemoPictures(home(), cameras())));
  }

  private DemoPictures.Cameras cameras() {
    if (!console) {
      return DemoPictures.Cameras.NONE;
    }
    return paths.isEmpty() ? DemoPictures.Cameras.BY_FILE : DemoPictures.Cameras.BY_FOLDER;
  }

  private void sayTheEnd(Submission.Result result, DemoFolder kept) {
    PrintWriter notes = command.commandLine().getErr();
    Style style = Terminal.style(json ? Terminal.ERR : Terminal.OUT, System.getenv());
    SubmitCommand.lastLines(result, style).forEach(last()::println);
    last().println("report: " + FileLink.to(kept.report(), style));
    last().flush();
    if (open && !console) {
      ReportOpener.ofThisMachine(System.getenv()).open(kept.report(), notes);
    }
    if (!Files.exists(ModelsFolder.ofUser(System.getenv()).resolve(ModelsFolder.CHOICES))) {
      notes.println(EYES);
      notes.flush();
    }
  }

  private static void stop(LocalCluster cluster, PrintWriter notes) throws InterruptedException {
    try {
      cluster.stop(PATIENCE);
    } catch (IOException e) { // closing the cluster ends it
      notes.println("lynceus: " + e.getMessage());
      notes.flush();
    }
  }

  private void goOn(DemoConsole page, LocalCluster cluster) throws CommandException {
    CompletableFuture<Integer> end = page.takeStop(cluster.master());
    page.lines(cluster).forEach(last()::println);
    last().flush();
    if (open) {
      ReportOpener.ofThisMachine(System.getenv())
          .open(DemoConsole.address(cluster), command.commandLine().getErr());
    }
    page.awaitStop(end, cluster.master());
  }

  /** Where the last lines go: with {@code --json}, standard output is for images alone. */
  private PrintWriter last() {
    return json ? command.commandLine().getErr() : command.commandLine().getOut();
  }

  /** The folder of the pictures that come with Lynceus. */
  public static Path samples() {
    return home().resolve("samples");
  }

  /** The folder of the distribution: the jar with this class is in its {@code lib/}. */
  private static Path home() {
    try {
      Path jar =
          Path.of(DemoCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
