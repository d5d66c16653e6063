package io.lynceus.benchmarks.watches;

import io.lynceus.benchmarks.health.Footage;
import io.lynceus.benchmarks.watches.WatchTrial.Outcome;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how well watches tell what is missing, on sequences that are made by program. */
@Command(
    name = "watches",
    mixinStandardHelpOptions = true,
    description = {
      "Makes sequences of stills, one each 10 s: a thing is pasted into a background, or a part of"
          + " the background is painted over; people walk before it, it gets night, the camera is"
          + " nudged, covered, turned, and at last the thing is taken away and comes back. The"
          + " backgrounds are the stills of fixed cameras in FOLDER (one folder a camera, or files"
          + " whose names differ by a number at their end), and some made by program.",
      "The table says how often it was called missing while it was there, and in how many stills it"
          + " was told when it was not. A trial in which nobody could say whether it is there"
          + " counts as none in which it was not told."
    })
final class WatchesBenchmark implements Callable<Integer> {
  private static final int FEWEST = 12;
  private static final int BACKGROUNDS = 40;
  private static final int WIDTH = 640;
  private static final int LEVELS = 0xFF;
  private static final double STILLS_A_DAY = 8640;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Stills of fixed cameras.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--cameras",
      paramLabel = "REGEX",
      description = "Only cameras of such names (default: ${DEFAULT-VALUE}).")
  private String cameras = ".*";

  @Option(
      names = "--trials",
      description =
          "With each background (default: ${DEFAULT-VALUE}); each second one is inpainted.")
  private int trials = 4;

  @Option(
      names = "--raw",
      description =
          "Take each still of FOLDER as it is, with people in it whom no detector finds. Else the"
              + " background is the median of a camera's stills, in which nobody moves.")
  private boolean raw;

  @Option(names = "--made", description = "Made backgrounds (default: ${DEFAULT-VALUE}).")
  private int made = 4;

  @Option(names = "--seed", description = "Of what is drawn by lot (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  /** What became of all trials in a stage. */
  static final class Tally {
    int stills;
    int missing;
    int events;
    int unknown;
    int trials;
    int neverKnown;
    final List<Integer> told = new ArrayList<>();

    void add(Outcome outcome) {
      stills += outcome.stills();
      missing += outcome.missing();
      events += outcome.events();
      unknown += outcome.unknown();
      trials++;
      neverKnown += outcome.unknown() == outcome.stills() ? 1 : 0;
      outcome.told().ifPresent(told::add);
    }
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new WatchesBenchmark()).execute(args));
  }

  @Override
  public Integer call()
      throws IOException, AnalysisException, RefusedImageException, UnreadableImageException {
    NativeLibraries.load(Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    Map<WatchStage, Tally> all = new EnumMap<>(WatchStage.class);
    if (folder.isPresent()) {
      for (Footage footage : Footage.in(folder.get(), FEWEST)) {
        if (footage.camera().matches(cameras)) {
          List<Mat> pictures = pictures(footage);
          run(footage.camera(), raw ? pictures : List.of(median(pictures)), all, out);
        }
      }
    }
    for (int i = 0; i < made; i++) {
      run("made " + i, MadeStills.made(1, seed + i), all, out);
    }
    print(all, out);
    return 0;
  }

  private void run(String name, List<Mat> backgrounds, Map<WatchStage, Tally> all, PrintWriter out)
      throws AnalysisException, RefusedImageException, UnreadableImageException {
    Core.setRNGSeed((int) seed);
    for (int i = 0; i < trials; i++) {
      long own = seed * 1000 + i + name.hashCode();
      boolean inpainted = i % 2 == 1;
      boolean night = i % 4 >= 2;
      Map<WatchStage, Outcome> outcomes = new WatchTrial(backgrounds, inpainted, night, own).run();
      outcomes.forEach((stage, each) -> all.computeIfAbsent(stage, any -> new Tally()).add(each));
      int wrong =
          outcomes.entrySet().stream()
              .filter(e -> e.getKey().isThere())
              .mapToInt(e -> e.getValue().missing())
              .sum();
      Outcome taken = Objects.requireNonNull(outcomes.get(WatchStage.TAKEN));
      out.printf(
          "%s, %s, taken %s: %s, called missing wrongly %d times%s%n",
          name,
          inpainted ? "inpainted" : "pasted",
          night ? "at night" : "by day",
          taken.told().isPresent()
              ? "told after " + taken.told().getAsInt()
              : taken.unknown() == taken.stills() ? "not known" : "NOT TOLD",
          wrong,
          wrong == 0 ? "" : " " + where(outcomes));
      out.flush();
    }
    backgrounds.forEach(Mat::release);
  }

  private static String where(Map<WatchStage, Outcome> outcomes) {
    return outcomes.entrySet().stream()
        .filter(each -> each.getKey().isThere() && each.getValue().missing() > 0)
        .map(each -> each.getKey().words)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<Mat> pictures(Footage footage) throws IOException {
    List<Mat> pictures = new ArrayList<>();
    for (Path file : footage.files().subList(0, Math.min(BACKGROUNDS, footage.files().size()))) {
      MatOfByte bytes = new MatOfByte(Files.readAllBytes(file));
      Mat picture = Imgcodecs.imdecode(bytes, Imgcodecs.IMREAD_COLOR);
      bytes.release();
      Size size =
          pictures.isEmpty()
              ? new Size(WIDTH, Math.round((double) WIDTH * picture.rows() / picture.cols()))
              : pictures.get(0).size();
      Imgproc.resize(picture, picture, size, 0, 0, Imgproc.INTER_AREA);
      pictures.add(picture);
    }
    return pictures;
  }

  /** What most of the pictures show at each pixel. */
  private static Mat median(List<Mat> pictures) {
    Mat median = pictures.get(0).clone();
    int bytes = median.cols() * median.channels();
    byte[][] rows = new byte[pictures.size()][bytes];
    byte[] result = new byte[bytes];
    int[] levels = new int[pictures.size()];
    for (int y = 0; y < median.rows(); y++) {
      for (int i = 0; i < rows.length; i++) {
        pictures.get(i).get(y, 0, rows[i]);
      }
      for (int x = 0; x < bytes; x++) {
        for (int i = 0; i < rows.length; i++) {
          levels[i] = rows[i][x] & LEVELS;
        }
        Arrays.sort(levels);
        result[x] = (byte) levels[levels.length / 2];
      }
      median.put(y, 0, result);
    }
    pictures.forEach(Mat::release);
    return median;
  }

  private static void print(Map<WatchStage, Tally> all, PrintWriter out) {
    out.printf(
        "%n%-30s %8s %8s %7s %9s %7s %s%n",
        "", "stills", "missing", "events", "unknown", "told", "after stills");
    int stills = 0;
    int missing = 0;
    int events = 0;
    for (Map.Entry<WatchStage, Tally> each : all.entrySet()) {
      Tally tally = each.getValue();
      List<Integer> told = tally.told.stream().sorted().toList();
      out.printf(
          Locale.ROOT,
          "%-30s %8d %8d %7d %9d %3d/%3d %s%n",
          each.getKey().words,
          tally.stills,
          tally.missing,
          tally.events,
          tally.unknown,
          told.size(),
          tally.trials - tally.neverKnown,
          told.isEmpty()
              ? ""
              : "median %d, most %d"
                  .formatted(told.get(told.size() / 2), told.get(told.size() - 1)));
      if (each.getKey().isThere()) {
        stills += tally.stills;
        missing += tally.missing;
        events += tally.events;
      }
    }
    out.printf(
        Locale.ROOT,
        "%ncalled missing while it was there: %d times in %d stills, %.2f a camera-day; an event"
            + " was told %d times%n",
        missing,
        stills,
        missing * STILLS_A_DAY / Math.max(1, stills),
        events);
    out.flush();
  }
}
