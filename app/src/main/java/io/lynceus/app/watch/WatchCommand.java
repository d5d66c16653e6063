package io.lynceus.app.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.cli.Text;
import io.lynceus.app.daemon.StopSignal;
import io.lynceus.app.daemon.SystemdNotice;
import io.lynceus.app.watch.folder.CameraNames;
import io.lynceus.app.watch.folder.FolderWatch;
import io.lynceus.app.watch.folder.PictureAsk;
import io.lynceus.app.watch.folder.TemporaryNames;
import io.lynceus.app.watch.folder.WatchLink;
import io.lynceus.app.watch.folder.WatchNotes;
import io.lynceus.app.watch.folder.WatchRules;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.FileNames;
import io.lynceus.client.RawArguments;
import io.lynceus.common.StateFolder;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lynceus watch}: submits the pictures that appear in folders. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    header = "Sends pictures as cameras bring them",
    description = {
      "Watches folders, sends each picture that appears there when it is whole, and puts it away by"
          + " its own reply: into done/, rejected/ or failed/ of the folder, each with a folder for"
          + " each day. Runs until SIGTERM. Neither a kill nor an outage of the master loses a"
          + " picture: what was taken is sent again, and counts once.",
      "With --ftp it is also an FTP server for cameras. It keeps no picture: an upload is"
          + " acknowledged when it has its reply."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in order",
      "1:the lines cannot be written to the output",
      "2:wrong usage or configuration, a folder or port that cannot be used, a wrong token where a"
          + " folder is watched"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus watch /srv/camera",
      "  lynceus watch --camera gate --after delete /srv/gate",
      "  lynceus watch --after keep --json /mnt/nvr > replies.jsonl",
      "  lynceus watch --ftp-users cams.txt --ftp-add gate",
      "  lynceus watch --ftp 10.0.0.5:2121 --ftp-users cams.txt"
    })
public final class WatchCommand extends RemoteCommand {
  /** The client goes on for as long as it takes. */
  private static final Duration FOR_EVER = Duration.ofDays(20);

  /** A store writes twice a second; a busy one is later. */
  private static final Duration STORED = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final AtomicLong lines = new AtomicLong();

  @Option(
      names = "--camera",
      paramLabel = "NAME",
      description =
          "Which camera took the pictures: 1 to 40 of a-z 0-9 _ - (default: the first folder below"
              + " DIR, in the nearest name that a camera may have).")
  private @Nullable String camera;

  @Option(
      names = "--camera-from",
      paramLabel = "REGEX",
      description =
          "A regular expression whose first group is the camera, where it is found in the path"
              + " below DIR, such as '^[^/]+/([^_]+)_'.")
  private @Nullable String cameraFrom;

  @Option(
      names = "--time-from",
      paramLabel = "auto|file|arrival",
      converter = WatchValues.TimesOfKey.class,
      completionCandidates = WatchValues.TimesOfKey.class,
      description =
          "When a picture without EXIF time was taken: auto: by the time in its name, in this"
              + " machine's time zone, or else the file's last change; file: the file's last"
              + " change; arrival: the master's clock (default: auto).")
  private PictureAsk.Times timeFrom = PictureAsk.Times.AUTO;

  @Option(
      names = "--after",
      paramLabel = "move|delete|keep",
      converter = WatchValues.AfterOfKey.class,
      completionCandidates = WatchValues.AfterOfKey.class,
      description =
          "What becomes of files: move: into done/, rejected/ and failed/; delete: those that are"
              + " complete are deleted, the others moved; keep: all stay where they are, and what"
              + " was sent is remembered (default: move).")
  private WatchRules.After after = WatchRules.After.MOVE;

  @Option(
      names = "--replies",
      description = "Write each reply beside its picture in done/, as NAME.json.")
  private boolean replies;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description =
          "Take a file in which no whole picture ends when it has not changed for this long"
              + " (default: 10s). A whole picture is taken at once.")
  private Duration settle = Duration.ofSeconds(10);

  @Option(
      names = "--poll",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description = "How often to look into the folders (default: 2s).")
  private Duration poll = Duration.ofSeconds(2);

  @Option(
      names = "--ignore",
      paramLabel = "REGEX",
      description =
          "Names of files and folders that are not touched, beside hidden ones, .part, .tmp and the"
              + " like.")
  private @Nullable String ignore;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description =
          "How often to send a picture that no slave finishes in time, 1 to 100 (default: 5); then"
              + " it goes to failed/.")
  private int tries = 5;

  @Option(
      names = "--analyses",
      paramLabel = "NAME",
      split = ",",
      converter = OptionValues.AnalysisOfKey.class,
      completionCandidates = OptionValues.AnalysisOfKey.class,
      description = "Some of objects,faces,edges,corners (default: all).")
  private List<Analysis> analyses = List.of();

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description =
          "An option of an analysis as the task port's SET has it, such as labels=person,car or"
              + " min-score=0.5. May be repeated.")
  private List<String> options = List.of();

  @Option(names = "--json", description = "Print one line of JSON for each picture.")
  private boolean json;

  @Mixin private final FtpOptions ftp = new FtpOptions();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description =
          "Folders, searched 8 deep for .jpg .jpeg .png .webp .bmp. Links in them are not"
              + " followed.")
  private List<Path> paths = List.of();

  /** Reads the process's environment. */
  public WatchCommand() {
    this(System.getenv());
  }

  WatchCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    if (ftp.addsUser()) {
      print(ftp.addUser(Optional.ofNullable(camera)));
      return 0;
    }
    if (paths.isEmpty() && !ftp.isWanted()) {
      throw usage("name at least one folder to watch, or --ftp");
    }
    try (Display display = Display.plain(out(), notes())) {
      WatchNotes troubles = new WatchNotes(text -> display.note("lynceus: " + text));
      run(display, troubles);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot watch: " + Text.shown("" + e.getMessage()), e);
    }
  }

  private void run(Display display, WatchNotes troubles)
      throws CommandException, IOException, InterruptedException {
    FolderWatch.Lines shown = lines(display);
    PictureAsk asks = asks();
    try (WatchLink link = new WatchLink(config(), troubles);
        WatchLink uploads = new WatchLink(FtpPictures.config(config()), troubles);
        FolderWatch watch = new FolderWatch(rules(), link, troubles, shown)) {
      for (Path root : roots()) {
        watch.add(root, memory(root), asks);
      }
      Closeable server = ftp.start(new FtpPictures(uploads, asks, shown), troubles);
      try {
        StopSignal.take(watch::stop);
        SystemdNotice systemd = new SystemdNotice();
        systemd.ready();
        watch.run();
        systemd.stopping();
      } finally {
        server.close();
      }
    }
  }

  private FolderWatch.Lines lines(Display display) {
    Style style = Terminal.style(Terminal.OUT, environment());
    return (name, reply) ->
        display.line(
            json
                ? ReplyJson.write(lines.incrementAndGet(), reply.withName(name))
                : Text.of(name, reply, style));
  }

  private ClientConfig config() throws CommandException {
    ClientConfig config = master();
    return config
        .withTimeouts(CONNECT, config.replyTimeout())
        .withRetries(new ClientConfig.Retries(FOR_EVER, FOR_EVER));
  }

  private WatchRules rules() {
    if (tries < 1 || tries > 100) {
      throw usage("--tries is from 1 to 100");
    }
    if (poll.isZero()) {
      throw usage("--poll is at least 1ms");
    }
    return new WatchRules(
        after,
        replies,
        settle,
        poll,
        STORED,
        tries,
        TemporaryNames.with(Optional.ofNullable(ignore).map(text -> regex("--ignore", text))));
  }

  private PictureAsk asks() {
    if (camera != null && cameraFrom != null) {
      throw usage("say either --camera or --camera-from");
    }
    try {
      Ask ask = Ask.DEFAULT.withAnalyses(analyses);
      if (ask.wanted().contains(Analysis.CORNERS)) {
        ask = ask.withOption("corners", "count");
      }
      for (String option : options) {
        int equals = option.indexOf('=');
        if (equals < 1) {
          throw usage("--option is KEY=VALUE, not '" + option + "'");
        }
        ask = ask.withOption(option.substring(0, equals), option.substring(equals + 1));
      }
      CameraNames cameras =
          camera != null
              ? CameraNames.fixed(new Camera(camera))
              : cameraFrom != null
                  ? CameraNames.from(regex("--camera-from", cameraFrom))
                  : CameraNames.byFolder();
      return new PictureAsk(ask, cameras, timeFrom, ZoneId.systemDefault(), InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Pattern regex(String option, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw usage(option + " is no regular expression: " + e.getDescription());
    }
  }

  /** The real paths of the folders, none of which may lie in another. */
  private List<Path> roots() throws CommandException {
    List<Path> roots = new ArrayList<>();
    for (Path path : paths) {
      Path meant = RawArguments.ofThisProcess().path(path);
      try {
        Path root = meant.toRealPath();
        if (!Files.isDirectory(root)) {
          throw new CommandException(
              CommandException.USAGE, Text.shown(path) + " is no folder: name the one it lies in");
        }
        for (Path other : roots) {
          if (root.startsWith(other) || other.startsWith(root)) {
            throw new CommandException(
                CommandException.USAGE,
                Text.shown(path) + " lies in another folder of this command, or has it in it");
          }
        }
        roots.add(root);
      } catch (IOException e) {
        throw new CommandException(
            CommandException.USAGE, "there is no folder " + Text.shown(path), e);
      }
    }
    return roots;
  }

  private Path memory(Path root) {
    UUID name = UUID.nameUUIDFromBytes(FileNames.of(root).getBytes(UTF_8));
    return StateFolder.of(environment()).resolve("watch").resolve(name + ".seen");
  }
}
