package io.lynceus.benchmarks.health;

import io.lynceus.model.Camera;
import io.lynceus.model.Question;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.health.SceneStill;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeLibraries;
import io.lynceus.vision.scene.SceneAnalyzer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how well the health of cameras is told, on the stills of a folder. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the stills of fixed cameras in FOLDER: one folder a camera, or files whose names"
          + " differ by a number at their end. Each camera's view is learnt from the first half of"
          + " its stills; then things are done to the second half by program, and the table says in"
          + " how many of the trials the state was told within the stills given. Below it, the"
          + " stills for which something was told although nothing was wrong, in all and of 1,000."
    })
final class CameraHealthBenchmark implements Callable<Integer> {
  private static final Camera CAMERA = new Camera("camera");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final int FEWEST = 12;
  private static final int LEARNING = 24;
  private static final int QUALITY = 88;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1", paramLabel = "FOLDER", description = "Stills of fixed cameras.")
  private Path folder = Path.of(".");

  @Option(
      names = "--cameras",
      paramLabel = "REGEX",
      description = "Only cameras of such names (default: ${DEFAULT-VALUE}).")
  private String cameras = ".*";

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only what is named so (default: ${DEFAULT-VALUE}).")
  private String only = ".*";

  @Option(
      names = "--trials",
      description = "Of each tampering with each camera (default: ${DEFAULT-VALUE}).")
  private int trials = 5;

  @Option(names = "--every", description = "Seconds between stills (default: ${DEFAULT-VALUE}).")
  private int every = 10;

  @Option(names = "--seed", description = "Of what is drawn by lot (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  private final SceneAnalyzer analyzer = new SceneAnalyzer();
  private final Map<Path, Mat> pictures = new LinkedHashMap<>();

  /** What became of one tampering. */
  private static final class Tally {
    int trials;
    int told;
    int stills;
    int wrong;
    int unknown;
    final Map<String, Integer> others = new TreeMap<>();
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new CameraHealthBenchmark()).execute(args));
  }

  @Override
  public Integer call()
      throws IOException, AnalysisException, RefusedImageException, UnreadableImageException {
    NativeLibraries.load(Optional.empty());
    Core.setRNGSeed((int) seed);
    List<Footage> all =
        Footage.in(folder, FEWEST).stream().filter(one -> one.camera().matches(cameras)).toList();
    if (all.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "there is no camera with " + FEWEST + " stills in " + folder);
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<Tampering, Tally> tallies = new LinkedHashMap<>();
    Tampering.ALL.stream()
        .filter(one -> one.name().matches(only))
        .forEach(one -> tallies.put(one, new Tally()));
    Tally untouched = new Tally();
    for (Footage footage : all) {
      out.println(footage.camera() + ": " + footage.files().size() + " stills");
      out.flush();
      untouched(footage, untouched);
      byte[] learnt = learn(footage);
      for (Map.Entry<Tampering, Tally> each : tallies.entrySet()) {
        for (int trial = 0; trial < trials; trial++) {
          run(footage, learnt, each.getKey(), trial, each.getValue());
        }
      }
      pictures.values().forEach(Mat::release);
      pictures.clear();
    }
    print(tallies, untouched, out);
    return 0;
  }

  /** The files as they are, in their order and back again. */
  private void untouched(Footage footage, Tally tally)
      throws IOException, AnalysisException, RefusedImageException, UnreadableImageException {
    Watched watched = new Watched(Optional.empty(), Duration.ofSeconds(every));
    for (int i = 0; i < footage.files().size(); i++) {
      byte[] file = Files.readAllBytes(footage.files().get(i));
      count(watched.see(file), i >= FEWEST, tally);
    }
  }

  private static void count(HealthState state, boolean learnt, Tally tally) {
    tally.stills += learnt ? 1 : 0;
    if (state.hides()) {
      tally.wrong++;
      tally.others.merge(state.key(), 1, Integer::sum);
    } else if (state == HealthState.UNKNOWN && learnt) {
      tally.unknown++;
    }
  }

  private byte[] learn(Footage footage)
      throws IOException, AnalysisException, RefusedImageException, UnreadableImageException {
    Watched watched = new Watched(Optional.empty(), Duration.ofSeconds(every));
    Random random = new Random(seed);
    int half = footage.files().size() / 2;
    for (int i = 0; i < Math.max(LEARNING, half); i++) {
      watched.see(file(Tampering.live(picture(footage.files().get(i % half)), random)));
    }
    return watched.conditions.snapshot(CAMERA).orElseThrow();
  }

  private void run(Footage footage, byte[] learnt, Tampering tampering, int trial, Tally tally)
      throws IOException, AnalysisException, RefusedImageException, UnreadableImageException {
    Watched watched = new Watched(Optional.of(learnt), Duration.ofSeconds(every));
    int half = footage.files().size() / 2;
    int rest = footage.files().size() - half;
    long own = seed * 1000 + trial + tampering.name().hashCode();
    int from = new Random(own).nextInt(rest);
    boolean frozen = tampering.expected() == HealthState.FROZEN;
    HealthState state = HealthState.UNKNOWN;
    boolean told = false;
    for (int i = 0; i < tampering.stills(); i++) {
      Path file = footage.files().get(half + (from + (frozen ? 0 : i)) % rest);
      Random random = new Random(own);
      if (tampering.expected() == HealthState.OK) {
        random = new Random(own + 31L * i * (tampering.name().startsWith("a drop") ? 0 : 1));
      }
      state = watched.see(file(tampering.maker().make(picture(file), i, random)));
      told |= state == tampering.expected();
      if (tampering.expected() == HealthState.OK) {
        count(state, true, tally);
      }
    }
    tally.trials++;
    tally.told += told ? 1 : 0;
    if (!told) {
      tally.others.merge(footage.camera() + " " + state.key(), 1, Integer::sum);
    }
  }

  private Mat picture(Path file) throws IOException {
    Mat known = pictures.get(file);
    if (known == null) {
      MatOfByte bytes = new MatOfByte(Files.readAllBytes(file));
      known = Imgcodecs.imdecode(bytes, Imgcodecs.IMREAD_COLOR);
      bytes.release();
      pictures.put(file, known);
    }
    return known;
  }

  private static byte[] file(Mat picture) {
    MatOfByte bytes = new MatOfByte();
    MatOfInt quality = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY);
    Imgcodecs.imencode(".jpg", picture, bytes, quality);
    byte[] file = bytes.toArray();
    bytes.release();
    quality.release();
    picture.release();
    return file;
  }

  /** A camera whose stills are judged. */
  private final class Watched {
    final Conditions conditions = new Conditions(ZoneOffset.UTC, () -> "e");
    private final Duration every;
    private Instant now = START;
    private int number;

    Watched(Optional<byte[]> learnt, Duration every) throws IOException {
      this.every = every;
      if (learnt.isPresent()) {
        conditions.restore(CAMERA, learnt.get());
        now = START.plus(Duration.ofDays(1));
      }
    }

    /** The state after one more still. */
    HealthState see(byte[] file)
        throws AnalysisException, RefusedImageException, UnreadableImageException {
      now = now.plus(every);
      number++;
      ByteBuffer bytes = ByteBuffer.wrap(file);
      ImageHeader header = ImageHeader.read(bytes, ImageLimits.LARGEST);
      try (SharedPicture shared = SharedPicture.of(bytes, header)) {
        Optional<SceneStatistics> measures =
            SceneStatistics.of(analyzer.analyze(shared.forUnit(), Question.DEFAULT));
        var unused =
            conditions.hear(
                CAMERA,
                new SceneStill(
                    "i" + number,
                    "%064x".formatted(number), // the pixels have to tell what is repeated
                    now,
                    now,
                    true,
                    measures,
                    header.displayWidth(),
                    header.displayHeight()));
      }
      return conditions.health(CAMERA, now).state();
    }
  }

  private static void print(Map<Tampering, Tally> tallies, Tally untouched, PrintWriter out) {
    out.println();
    out.printf(
        "%-30s %7s %9s %7s  %s%n", "done to the camera", "trials", "told", "share", "not told");
    tallies.forEach(
        (tampering, tally) -> {
          if (tampering.expected() != HealthState.OK && tally.trials > 0) {
            out.printf(
                Locale.ROOT,
                "%-30s %7d %9d %7.3f  %s%n",
                tampering.name(),
                tally.trials,
                tally.told,
                (double) tally.told / tally.trials,
                words(tally));
          }
        });
    out.println();
    out.printf(
        "%-30s %7s %9s %7s %8s  %s%n",
        "nothing wrong", "stills", "wrong", "of 1000", "unknown", "told");
    Tally all = new Tally();
    printClean("files as they are", untouched, all, out);
    tallies.forEach(
        (tampering, tally) -> {
          if (tampering.expected() == HealthState.OK && tally.stills > 0) {
            tally.others.keySet().removeIf(word -> word.contains(" "));
            printClean(tampering.name(), tally, all, out);
          }
        });
    printClean("all", all, new Tally(), out);
    out.flush();
  }

  private static void printClean(String name, Tally tally, Tally sum, PrintWriter out) {
    sum.stills += tally.stills;
    sum.wrong += tally.wrong;
    sum.unknown += tally.unknown;
    out.printf(
        Locale.ROOT,
        "%-30s %7d %9d %7.2f %8d  %s%n",
        name,
        tally.stills,
        tally.wrong,
        1000.0 * tally.wrong / Math.max(1, tally.stills),
        tally.unknown,
        words(tally));
  }

  private static String words(Tally tally) {
    return tally.others.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
