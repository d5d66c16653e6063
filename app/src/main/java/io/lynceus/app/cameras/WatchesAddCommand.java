package io.lynceus.app.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import io.lynceus.app.cli.Text;
import io.lynceus.client.drawing.PictureReader;
import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lynceus watches add}: makes the lines of cameras.conf for a watch. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = "Makes the settings of a watch",
    description = {
      "Prints lines for the master's cameras.conf, which count within seconds once they stand"
          + " there. The region is checked on a still: --from, or else the camera's last one in the"
          + " store.",
      "A region that is flat is refused: there is nothing in it by which a thing could be missed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the lines are printed",
      "2:wrong usage, or the region is flat",
      "3:the master cannot be reached: name a still with --from"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus watches add gate bin --region 0.4,0.2,0.1,0.1",
      "  lynceus watches add gate bin --region 4,2,6,8 --from a.png",
      "  lynceus watches add hall a --region 0,0,1,1 --kind changed"
    })
final class WatchesAddCommand extends HttpCommand {
  private static final int NUMBERS = 4;
  private static final int MOST_SIDE = 8192;
  private static final int MOST_BYTES = 64 << 20;
  private static final int LEVELS = 0xFF;

  @Parameters(index = "0", paramLabel = "CAMERA", description = "The camera that sees it.")
  private String camera = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "Of the watch: 1 to 40 of a-z 0-9 _ -")
  private String name = "";

  @Option(
      names = "--region",
      required = true,
      paramLabel = "X,Y,W,H",
      description =
          "Left, top, width and height: as fractions of the picture, or in pixels of the still if"
              + " a number is above 1.")
  private String region = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "present: what is there should stay. absent: it should stay free. changed: it should look"
              + " as it does (default: ${DEFAULT-VALUE}).")
  private String kind = WatchKind.PRESENT.key();

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "An object of this label there counts, such as suitcase.")
  private @Nullable String label;

  @Option(
      names = "--from",
      paramLabel = "IMAGE",
      description = "A still of the camera that shows the region as it should be.")
  private @Nullable Path from;

  /** Reads the process's environment. */
  WatchesAddCommand() {
    this(System.getenv());
  }

  WatchesAddCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    try {
      new Camera(camera);
      Check.that(name.matches("[a-z0-9_-]{1,40}"), "NAME", "1 to 40 of a-z 0-9 _ -", name);
      Check.oneOf("--kind", kind, WatchKind.KEYS);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    if (label != null && kind.equals(WatchKind.CHANGED.key())) {
      throw usage("--label is for --kind present and absent: changed looks at no objects");
    }
    double[] numbers = numbers();
    Optional<BufferedImage> still = still();
    WatchRegion place = region(numbers, still);
    if (still.isPresent()) {
      requireSomethingIn(still.get(), place);
    } else {
      notes()
          .println(
              "lynceus: whether the region is flat was not looked at: the store has no still of the"
                  + " camera; name one with --from");
    }
    print(snippet(place));
    notes()
        .println("lynceus: put these lines into the master's cameras.conf; they count within 2 s");
    return 0;
  }

  private double[] numbers() {
    try {
      double[] numbers =
          Arrays.stream(region.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      if (numbers.length == NUMBERS && Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw usage("--region is X,Y,W,H, such as 410,220,60,80 or 0.4,0.3,0.1,0.1, not " + region);
  }

  private WatchRegion region(double[] numbers, Optional<BufferedImage> still) {
    boolean pixels = Arrays.stream(numbers).anyMatch(number -> number > 1);
    if (pixels && still.isEmpty()) {
      throw usage("--region in pixels needs the still that they are of: name it with --from");
    }
    double width = pixels ? still.orElseThrow().getWidth() : 1;
    double height = pixels ? still.orElseThrow().getHeight() : 1;
    try {
      return new WatchRegion(
          numbers[0] / width, numbers[1] / height, numbers[2] / width, numbers[3] / height);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private Optional<BufferedImage> still() throws CommandException {
    if (from != null) {
      try {
        if (Files.size(from) > MOST_BYTES) {
          throw usage("the still " + from + " is too large");
        }
        return Optional.of(PictureReader.read(from, MOST_SIDE));
      } catch (IOException e) {
        throw new CommandException(
            CommandException.USAGE, "cannot read the still " + from + ": " + e.getMessage(), e);
      }
    }
    return lastStill();
  }

  /** The last still of the camera whose picture is in the store. */
  private Optional<BufferedImage> lastStill() throws CommandException {
    HttpMaster master = http();
    try {
      JsonNode results =
          master
              .json("GET", "/v1/results", Map.of("camera", camera, "limit", "20"))
              .path("results");
      for (JsonNode result : results) {
        String picture = result.path("picture").asText("");
        if (picture.startsWith("/v1/pictures/")) {
          try (InputStream bytes = master.ask("GET", picture, Map.of(), "image/*")) {
            byte[] file = bytes.readNBytes(MOST_BYTES);
            return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(file)));
          }
        }
      }
    } catch (CommandException e) {
      if (e.exitCode() == CommandException.UNREACHABLE) {
        throw e;
      }
    } catch (IOException e) {
      throw master.lost(e);
    }
    return Optional.empty(); // no store, or no picture in it
  }

  private void requireSomethingIn(BufferedImage still, WatchRegion place) throws CommandException {
    boolean freeOfLabel = kind.equals(WatchKind.ABSENT.key()) && label != null;
    double variance = variance(still, place);
    if (variance < RegionPatch.FLAT && !freeOfLabel) {
      throw new CommandException(
          CommandException.USAGE,
          String.format(
              Locale.ROOT,
              "the region is flat: the variance of its grey levels is %.0f, and has to be %.0f;"
                  + " make it larger, so that the outline of the thing is in it",
              variance,
              RegionPatch.FLAT));
    }
  }

  private static double variance(BufferedImage still, WatchRegion place) {
    var box = place.in(still.getWidth(), still.getHeight());
    Rectangle inside =
        new Rectangle(
                Math.round(box.x()),
                Math.round(box.y()),
                Math.max(1, Math.round(box.width())),
                Math.max(1, Math.round(box.height())))
            .intersection(new Rectangle(still.getWidth(), still.getHeight()));
    double sum = 0;
    double squares = 0;
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        int rgb = still.getRGB(x, y);
        double grey =
            0.299 * (rgb >> 16 & LEVELS) + 0.587 * (rgb >> 8 & LEVELS) + 0.114 * (rgb & LEVELS);
        sum += grey;
        squares += grey * grey;
      }
    }
    double count = Math.max(1, (double) inside.width * inside.height);
    return squares / count - sum * sum / (count * count);
  }

  private String snippet(WatchRegion place) {
    String key = name.matches("[a-z][a-z0-9_-]*") ? name : '"' + name + '"';
    StringBuilder lines = new StringBuilder();
    lines.append("watches.").append(key).append(" {\n");
    lines.append("  camera = \"").append(camera).append("\"\n");
    lines.append("  region = [").append(place.text().replace(":", ", ")).append("]\n");
    lines.append("  kind = ").append(kind).append('\n');
    if (label != null) {
      lines.append("  label = \"").append(Text.shown(label).replace("\"", "")).append("\"\n");
    }
    return lines.append('}').toString();
  }
}
