package io.lynceus.app.truth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads YOLO's text files: for each picture a file of its name with {@code .txt}, beside it or in a
 * folder {@code labels} where the picture is in {@code images}. A line is the number of a class and
 * a box in shares of the picture: centre x, centre y, width, height; or an outline, x and y in
 * turn, around which a box is put. A picture without a file has no objects.
 */
final class YoloReader {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern CLASS = Pattern.compile("\\d{1,6}");

  /** Programs round outwards. */
  private static final double ROUNDING = 0.001;

  private static final String RULE =
      "a line is the number of a class and four shares of the picture from 0 to 1, centre x,"
          + " centre y, width, height, or an outline of at least three points";

  private final DataFolder folder;
  private final List<String> names;

  private YoloReader(DataFolder folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /**
   * Reads the labels of all pictures; a file that cannot be used is the problem of its picture.
   *
   * @param namesFile relative to the folder
   */
  static LabelledPictures read(DataFolder folder, Path namesFile) throws TruthException {
    List<String> names = YoloNames.read(folder, namesFile);
    YoloReader reader = new YoloReader(folder, names);
    List<LabelledPicture> pictures = reader.pictures();
    return new LabelledPictures(
        TruthFormat.YOLO, "names in " + DataFolder.name(namesFile), new TreeSet<>(names), pictures);
  }

  /** The label files of the folder's pictures, by their places without extension. */
  static Map<Path, Path> labelFiles(DataFolder folder) {
    Map<Path, Path> byPlace = new HashMap<>();
    for (Path file : folder.withExtension("txt")) {
      if (!YoloNames.isNames(file)) {
        byPlace.put(place(file), file);
      }
    }
    return byPlace;
  }

  private List<LabelledPicture> pictures() throws TruthException {
    Map<Path, Path> labelFiles = labelFiles(folder);
    Set<Path> used = new HashSet<>();
    List<LabelledPicture> pictures = new ArrayList<>();
    int count = 0;
    for (Path picture : folder.pictures()) {
      Optional<Path> file = labelFile(picture, labelFiles);
      file.ifPresent(used::add);
      LabelledPicture labelled = picture(picture, file);
      count += labelled.labels().size();
      if (pictures.size() >= LabelledPictures.MAX_PICTURES || count > LabelledPictures.MAX_LABELS) {
        throw new TruthException(
            "there are more than %d pictures, or more than %d labels"
                .formatted(LabelledPictures.MAX_PICTURES, LabelledPictures.MAX_LABELS));
      }
      pictures.add(labelled);
    }
    for (Path file : labelFiles.values()) {
      if (!used.contains(file) && isAmongLabels(file)) {
        pictures.add(
            LabelledPicture.of(
                DataFolder.name(file),
                Optional.empty(),
                LabelledPicture.Measure.SHARES,
                List.of()));
      }
    }
    pictures.sort(Comparator.comparing(LabelledPicture::name));
    return pictures;
  }

  /** Other texts than labels lie elsewhere. */
  private static boolean isAmongLabels(Path file) {
    for (Path part : file) {
      if (part.toString().equals("labels")) {
        return true;
      }
    }
    return false;
  }

  /** Beside the picture, or in the folder labels that stands where its images stands. */
  static Optional<Path> labelFile(Path picture, Map<Path, Path> labelFiles) {
    Path place = place(picture);
    for (int i = place.getNameCount() - 2; i >= 0; i--) {
      if (place.getName(i).toString().equals("images")) {
        Path labels = Path.of("labels");
        Path before = i == 0 ? labels : place.subpath(0, i).resolve(labels);
        Path twin = before.resolve(place.subpath(i + 1, place.getNameCount()));
        if (labelFiles.containsKey(twin)) {
          return Optional.of(labelFiles.get(twin));
        }
      }
    }
    return Optional.ofNullable(labelFiles.get(place));
  }

  private static Path place(Path file) {
    return file.resolveSibling(DataFolder.stem(file));
  }

  private LabelledPicture picture(Path picture, Optional<Path> file) {
    String name = DataFolder.name(picture);
    Optional<Path> path = Optional.of(folder.file(picture));
    try {
      List<TrueLabel> labels = file.isPresent() ? labels(file.get()) : List.of();
      return LabelledPicture.of(name, path, LabelledPicture.Measure.SHARES, labels);
    } catch (TruthException e) {
      return LabelledPicture.unusable(name, path, "labels in " + e.getMessage());
    }
  }

  private List<TrueLabel> labels(Path file) throws TruthException {
    TextLines lines = TextLines.of(folder.file(file), DataFolder.name(file));
    List<TrueLabel> labels = new ArrayList<>();
    for (int i = 0; i < lines.lines().size(); i++) {
      String line = lines.lines().get(i).strip();
      if (!line.isEmpty()) {
        labels.add(label(line, lines, i + 1));
      }
      if (labels.size() > LabelledPicture.MAX_LABELS) {
        throw lines.problem(i + 1, "there are more than " + LabelledPicture.MAX_LABELS + " labels");
      }
    }
    return labels;
  }

  private TrueLabel label(String line, TextLines lines, int number) throws TruthException {
    String[] parts = BLANKS.split(line, -1);
    boolean outline = parts.length >= 7 && parts.length % 2 == 1;
    if (!CLASS.matcher(parts[0]).matches() || !(parts.length == 5 || outline)) {
      throw lines.problem(number, RULE);
    }
    int label = Integer.parseInt(parts[0]);
    if (label >= names.size()) {
      throw lines.problem(
          number,
          "there is no class %d: the names are those of 0 to %d"
              .formatted(label, names.size() - 1));
    }
    double[] shares = new double[parts.length - 1];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(parts[i + 1], lines, number);
    }
    return new TrueLabel(names.get(label), outline ? around(shares) : centred(shares), false);
  }

  private static double share(String text, TextLines lines, int number) throws TruthException {
    double share;
    try {
      share = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw lines.problem(number, RULE);
    }
    if (!(share >= -ROUNDING && share <= 1 + ROUNDING)) { // also when it is no number
      throw lines.problem(number, RULE);
    }
    return Math.max(0, Math.min(1, share));
  }

  private static Region centred(double[] shares) {
    return new Region(shares[0] - shares[2] / 2, shares[1] - shares[3] / 2, shares[2], shares[3]);
  }

  private static Region around(double[] outline) {
    double left = 1;
    double top = 1;
    double right = 0;
    double bottom = 0;
    for (int i = 0; i < outline.length; i += 2) {
      left = Math.min(left, outline[i]);
      right = Math.max(right, outline[i]);
      top = Math.min(top, outline[i + 1]);
      bottom = Math.max(bottom, outline[i + 1]);
    }
    return new Region(left, top, right - left, bottom - top);
  }
}
