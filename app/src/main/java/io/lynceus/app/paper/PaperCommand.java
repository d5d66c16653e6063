package io.lynceus.app.paper;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.FileLink;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.submit.DemoCommand;
import io.lynceus.app.submit.ReportOpener;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus paper}: runs the student paper's experiment here and writes a page. */
@Command(
    name = "paper",
    mixinStandardHelpOptions = true,
    header = "Runs the student paper's experiment here",
    description =
        "Lynceus began as a student paper. This runs its experiment on this machine: few and many"
            + " pictures, one after the other and in a cluster; what each technique finds; and a"
            + " slave that is killed amid its work. Then it writes a page with the times, and where"
            + " the evidence for each promise of the paper is. It takes some minutes.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the page is written, and no picture was lost",
      "1:a picture was lost when a slave was killed",
      "2:wrong usage, or the cluster cannot start",
      "3:the master was lost"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus paper",
      "  lynceus paper --pictures 4,40 --slaves 4 snapshots/",
      "  lynceus paper --json | jq .times"
    })
public final class PaperCommand implements Callable<Integer> {
  private static final int MOST_PICTURES = 10_000;
  private static final int MOST_COUNTS = 8;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Option(
      names = "--pictures",
      split = ",",
      paramLabel = "N",
      description = "How many pictures, from few to many (default: 4,40,400).")
  private List<Integer> counts = List.of(4, 40, 400);

  @Option(
      names = "--slaves",
      paramLabel = "N",
      description = "Slave processes of the larger cluster, 2 to 64 (default: ${DEFAULT-VALUE}).")
  private int slaves = 2;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page (default: ${DEFAULT-VALUE}).")
  private Path page = Path.of("lynceus-paper.html");

  @Option(names = "--json", description = "Print one line of JSON with the figures.")
  private boolean json;

  @Option(names = "--open", description = "Open the page in the browser when it is written.")
  private boolean open;

  @Parameters(
      paramLabel = "PATH",
      description = "Images, or folders with images (default: the samples that come with Lynceus).")
  private List<Path> paths = List.of();

  @Override
  public Integer call() throws CommandException {
    validate();
    PrintWriter notes = command.commandLine().getErr();
    PaperPictures pictures =
        PaperPictures.read(paths.isEmpty() ? List.of(DemoCommand.samples()) : paths, notes);
    notes.println("one process, a cluster with 1 slave, and one with " + slaves + " slaves");
    notes.flush();
    try {
      PaperResult result = run(pictures);
      new PaperPage(result).write(page, LocalDateTime.now(ZoneId.systemDefault()));
      print(result);
      return result.loss().complete() == result.loss().sent() ? 0 : CommandException.INCOMPLETE;
    } catch (IOException e) {
      throw CommandException.of(e, "; the experiment is not complete");
    } catch (ExecutionException e) {
      throw new CommandException(
          CommandException.INCOMPLETE, "a picture has no reply: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  private void validate() {
    if (slaves < 2 || slaves > 64) {
      throw usage("--slaves must be from 2 to 64: one is killed, the others take over its work");
    }
    if (counts.isEmpty() || counts.size() > MOST_COUNTS) {
      throw usage("--pictures takes 1 to " + MOST_COUNTS + " numbers");
    }
    int before = 0;
    for (int count : counts) {
      if (count <= before || count > MOST_PICTURES) {
        throw usage("--pictures are numbers from 1 to " + MOST_PICTURES + ", the fewest first");
      }
      before = count;
    }
    if (Files.isDirectory(page)) {
      throw usage("--out is a folder; name a file for the page: " + page);
    }
    Path folder = page.toAbsolutePath().getParent();
    if (folder != null && !Files.isWritable(folder)) { // not after some minutes
      throw usage("--out: there is no folder that can be written to: " + folder);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private PaperResult run(PaperPictures pictures)
      throws CommandException, IOException, InterruptedException, ExecutionException {
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      pictures.keepReadable(vision, command.commandLine().getErr());
      return run(vision, pictures);
    }
  }

  private PaperResult run(Vision vision, PaperPictures pictures)
      throws IOException, InterruptedException, ExecutionException {
    int steps = Experiment.steps(counts) + Techniques.runs(pictures);
    try (ProgressBar bar = Display.hasTerminal() ? Display.bar("paper", steps, 1, "") : null) {
      IntConsumer done = bar == null ? n -> {} : bar::stepBy;
      List<PaperResult.Technique> techniques = Techniques.run(vision, pictures, done);
      Experiment.Measured measured = new Experiment(pictures, slaves, done).run(vision, counts);
      return new PaperResult(
          Runtime.getRuntime().availableProcessors(),
          pictures.size(),
          slaves,
          measured.times(),
          techniques,
          measured.loss());
    }
  }

  private void print(PaperResult result) {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter notes = command.commandLine().getErr();
    if (json) {
      out.println(result.json());
    } else {
      PaperPage.promises(result).limit(3).forEach(line -> out.println(line.replace(" | ", ": ")));
    }
    (json ? notes : out)
        .println(
            "page: "
                + FileLink.to(
                    page, Terminal.style(json ? Terminal.ERR : Terminal.OUT, System.getenv())));
    out.flush();
    notes.flush();
    if (open) {
      ReportOpener.ofThisMachine(System.getenv()).open(page, notes);
    }
  }
}
