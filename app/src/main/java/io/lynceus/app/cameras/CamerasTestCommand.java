package io.lynceus.app.cameras;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.FileLink;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.cli.Text;
import io.lynceus.client.Batch;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.FileNames;
import io.lynceus.client.RawArguments;
import io.lynceus.client.TaskClient;
import io.lynceus.client.drawing.AnnotatedFolder;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lynceus cameras test}: shows on pictures what the rules of a camera do. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    header = "Draws zones, masks and what counts",
    description = {
      "Sends images as stills of a camera, says of each detection why it counts or not, and writes"
          + " pictures with the zones (bright), the masks (hatched), what counts (thick lines), and"
          + " what is masked or filtered (thin lines).",
      "The master treats the images as it does all stills of the camera: they are its last stills"
          + " then. Edit cameras.conf beside it; a change counts within seconds."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all images are complete",
      "1:at least one image will never be complete",
      "2:wrong usage or configuration, or no such camera",
      "3:the master cannot be reached",
      "4:at least one image should be sent again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus cameras test front-door still.jpg",
      "  lynceus cameras test yard --out tried *.jpg",
      "  lynceus cameras test yard --master 10.0.0.5:7070 a.jpg"
    })
final class CamerasTestCommand extends RemoteCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the pictures to this folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("lynceus-out");

  @Parameters(index = "0", paramLabel = "NAME", description = "The camera's name in cameras.conf.")
  private String name = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Image files.")
  private List<Path> images = List.of();

  /** Reads the process's environment. */
  CamerasTestCommand() {
    this(System.getenv());
  }

  CamerasTestCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Ask ask = ask();
    ClientConfig config = master();
    try {
      ClusterCameras known = TaskClient.cameras(config);
      Shown shown = new Shown(camera(known), new AnnotatedFolder(folder));
      List<Batch.Upload> uploads =
          images.stream()
              .map(RawArguments.ofThisProcess()::path)
              .map(file -> new Batch.Upload(file, ask.withName(FileNames.of(file))))
              .toList();
      try (TaskClient client = TaskClient.connect(config)) {
        new Batch(client, shown).submit(uploads);
      }
      return shown.exitCode;
    } catch (IOException e) {
      throw CommandException.of(e, "; run it again");
    }
  }

  private Ask ask() {
    try {
      return Ask.DEFAULT.withCamera(Optional.of(new Camera(name)));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Entry camera(ClusterCameras known) throws CommandException {
    List<Entry> described = known.cameras().stream().filter(Entry::described).toList();
    for (Entry camera : described) {
      if (camera.name().equals(name)) {
        return camera;
      }
    }
    throw new CommandException(
        CommandException.USAGE,
        "there is no camera "
            + Text.shown(name)
            + " in the master's cameras.conf; "
            + (described.isEmpty()
                ? "it has none"
                : "it has "
                    + described.stream()
                        .map(camera -> Text.shown(camera.name()))
                        .collect(Collectors.joining(", "))));
  }

  /** Prints and draws replies; one thread at a time. */
  private final class Shown implements Batch.Listener {
    private final Entry camera;
    private final AnnotatedFolder drawn;
    private int exitCode;

    Shown(Entry camera, AnnotatedFolder drawn) {
      this.camera = camera;
      this.drawn = drawn;
    }

    @Override
    public void replied(Batch.Upload upload, Reply reply) {
      out().println(Text.of(FileNames.of(upload.file()), reply));
      Reasons.of(camera.rules(), reply).forEach(line -> out().println("    " + line));
      if (reply.status() != Status.REJECTED) {
        draw(upload.file(), reply);
      }
      if (reply.status() != Status.COMPLETE) {
        note(reply.isWorthRetrying() ? CommandException.AGAIN : CommandException.INCOMPLETE);
      }
      out().flush();
    }

    private void draw(Path file, Reply reply) {
      try {
        Path picture = drawn.write(file, boxesOf(reply), camera.rules());
        out()
            .println(
                "    picture: "
                    + FileLink.to(picture, Terminal.style(Terminal.OUT, environment())));
      } catch (IOException e) {
        notes().println("lynceus: no picture of " + Text.shown(file) + ": " + e.getMessage());
        note(CommandException.INCOMPLETE);
      }
    }

    @Override
    public void unreadable(Batch.Upload upload, IOException cause) {
      notes().println("lynceus: cannot read " + Text.shown(upload.file()));
      note(CommandException.INCOMPLETE);
    }

    @Override
    public void lost(Batch.Upload upload) {
      notes().println("lynceus: no reply to " + Text.shown(upload.file()));
    }

    private void note(int code) {
      exitCode = Math.max(exitCode, code);
    }
  }

  /** Edges and corners would hide the zones. */
  private static Reply boxesOf(Reply reply) {
    Map<Analysis, UnitReply> boxes = new TreeMap<>(reply.analyses());
    boxes.values().removeIf(unit -> unit.findings().flatMap(f -> f.detections()).isEmpty());
    return reply.withResults(new Reply.Results(reply.counts(), boxes, reply.zones()));
  }
}
