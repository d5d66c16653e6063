package io.lynceus.benchmarks.accuracy;

import io.lynceus.benchmarks.accuracy.LabelledFolder.Labelled;
import io.lynceus.benchmarks.accuracy.Scorer.Rule;
import io.lynceus.model.Analysis;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the precision and recall of the objects and faces analyses on labelled pictures. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the objects or faces analysis on folders of labelled pictures (ground_truth.json) and"
          + " prints precision and recall. Which analysis: faces where only faces are labelled."
    })
final class Accuracy implements Callable<Integer> {
  private static final Path HAAR = Path.of("/usr/share/opencv4/haarcascades");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FOLDER", description = "Score these folders, class by class.")
  private List<Path> folders = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Print the reference table, from DIR/people, DIR/objects and DIR/faces.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--pictures",
      paramLabel = "GLOB",
      description = "Only pictures of such names, with FOLDER.")
  private String pictures = "*";

  @Option(names = "--class", description = "Only this class, with FOLDER.")
  private Optional<String> label = Optional.empty();

  @Option(names = "--iou", description = "Least overlap of a hit (default: ${DEFAULT-VALUE}).")
  private double iou = 0.5;

  @Option(names = "--min-size", description = "Ignore labels with a shorter side below (pixels).")
  private double minSize;

  @Option(names = "--min-score", description = "Leave out detections below.")
  private double minScore;

  @Option(
      names = "--detections",
      paramLabel = "DIR",
      description = "Write what was found in each folder to DIR/NAME.json.")
  private Optional<Path> detectionsDir = Optional.empty();

  private final Map<Run, Detections> detected = new HashMap<>();

  private record Run(Path folder, Analysis analysis) {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Accuracy()).execute(args));
  }

  @Override
  public Integer call()
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    if (folders.isEmpty() && data.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give folders, or --data DIR");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      if (data.isPresent()) {
        printReferenceTable(data.get(), vision, out);
      }
      for (Path folder : folders) {
        Rule question = new Rule(label, iou, minSize, minScore);
        out.println(folder);
        printClasses(score(folder, Optional.empty(), pictures, question, vision), out);
      }
    }
    return 0;
  }

  private void printReferenceTable(Path root, Vision vision, PrintWriter out)
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    out.println("pictures                                   precision          recall");
    for (ReferenceRow row : ReferenceRow.ALL) {
      if (row.by().isPresent() && !Files.exists(HAAR)) {
        out.println(row.title() + ": left out, apt-get install opencv-data");
        continue;
      }
      Score score =
          score(root.resolve(row.folder()), row.by(), row.pictures(), row.question(), vision)
              .total();
      out.printf(
          Locale.ROOT,
          "%-42s %.3f (ref %s)   %.3f (ref %s)%n",
          row.title(),
          score.precision(),
          reference(row.precision()),
          score.recall(),
          reference(row.recall()));
    }
    out.flush();
  }

  private static String reference(double figure) {
    return Double.isNaN(figure) ? "none" : String.format(Locale.ROOT, "%.2f", figure);
  }

  private static void printClasses(Scorer scorer, PrintWriter out) {
    scorer.scores().entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<String, Score> entry) ->
                    -entry.getValue().found() - entry.getValue().missed()))
        .forEach(entry -> print(entry.getKey(), entry.getValue(), out));
    print("ALL", scorer.total(), out);
    out.flush();
  }

  private static void print(String name, Score score, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-16s tp %5d fp %5d fn %5d  precision %.3f recall %.3f F1 %.3f%n",
        name,
        score.found(),
        score.falseAlarms(),
        score.missed(),
        score.precision(),
        score.recall(),
        score.f1());
  }

  private Scorer score(
      Path folder, Optional<Analysis> by, String glob, Rule question, Vision vision)
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    LabelledFolder labelled = LabelledFolder.read(folder);
    Analysis analysis = by.orElse(labelled.isOfFaces() ? Analysis.FACES : Analysis.OBJECTS);
    Run run = new Run(folder, analysis);
    Detections detections = detected.get(run);
    if (detections == null) {
      detections = Detections.in(labelled, analysis, vision);
      detected.put(run, detections);
      if (detectionsDir.isPresent() && by.isEmpty()) {
        Files.createDirectories(detectionsDir.get());
        detections.write(detectionsDir.get().resolve(folder.getFileName() + ".json"));
      }
    }
    var names = folder.getFileSystem().getPathMatcher("glob:" + glob);
    Scorer scorer = new Scorer(question);
    for (Map.Entry<String, List<Labelled>> picture : labelled.pictures().entrySet()) {
      if (names.matches(Path.of(picture.getKey()))) {
        scorer.add(
            picture.getValue(), detections.pictures().getOrDefault(picture.getKey(), List.of()));
      }
    }
    return scorer;
  }
}
