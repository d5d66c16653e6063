package io.lynceus.app.truth;

import com.fasterxml.jackson.core.JsonToken;
import io.lynceus.client.FileNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out in which form a folder's labels are, and reads them. */
public final class TruthReader {
  /** What is accepted, for the message about a folder that has nothing of it. */
  private static final String ACCEPTED =
      "accepted are ground_truth.json, COCO JSON (images, annotations, categories), VOC (an XML"
          + " file for each picture), and YOLO (a txt file for each picture, and classes.txt,"
          + " obj.names or data.yaml)";

  /** More JSON files than this are not looked into: labels of all pictures are in one. */
  private static final int MAX_JSON_FILES = 100;

  private final DataFolder folder;
  private final String name;
  private final List<Source> sources = new ArrayList<>();

  private TruthReader(DataFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Labels that were found.
   *
   * @param file relative to the folder, where one file has all labels or the names of the classes
   */
  private record Source(TruthFormat format, Path file) {}

  /**
   * Reads labels.
   *
   * @param data a folder with pictures and labels, at any depth, or the JSON file with the labels
   * @param wanted the form, where a folder has labels in several
   * @throws TruthException when there are none, or more than one can be meant; says what to do
   */
  public static LabelledPictures read(Path data, Optional<TruthFormat> wanted)
      throws TruthException {
    String name = FileNames.of(data);
    if (Files.isRegularFile(data)) {
      Path file = data.toAbsolutePath();
      Path beside = file.resolveSibling("");
      Path root = beside.endsWith("annotations") ? beside.resolveSibling("") : beside;
      TruthReader reader = new TruthReader(DataFolder.of(root), name);
      reader.findJson(List.of(root.relativize(file)));
      return reader.read(wanted);
    }
    TruthReader reader = new TruthReader(DataFolder.of(data), name);
    reader.findAll();
    return reader.read(wanted);
  }

  private void findAll() throws TruthException {
    List<Path> json = folder.withExtension("json");
    findJson(json.subList(0, Math.min(json.size(), MAX_JSON_FILES)));
    folder.withExtension("xml").stream()
        .filter(file -> VocReader.isVoc(folder.file(file)))
        .findFirst()
        .ifPresent(file -> sources.add(new Source(TruthFormat.VOC, file)));
    Map<Path, Path> labelFiles = YoloReader.labelFiles(folder);
    boolean yolo =
        folder.pictures().stream()
            .anyMatch(picture -> YoloReader.labelFile(picture, labelFiles).isPresent());
    Optional<Path> names = YoloNames.find(folder);
    if (yolo && names.isPresent()) {
      sources.add(new Source(TruthFormat.YOLO, names.get()));
    } else if (yolo && sources.isEmpty()) {
      throw new TruthException(
          name
              + " has txt files for its pictures, and no names of the classes: for YOLO, write them"
              + " to classes.txt, one a line");
    }
  }

  private void findJson(List<Path> files) {
    for (Path file : files) {
      formOf(file).ifPresent(format -> sources.add(new Source(format, file)));
    }
  }

  /** Reads no further than to the first thing that tells. */
  private Optional<TruthFormat> formOf(Path file) {
    if (DataFolder.fileName(file).equals("ground_truth.json")) {
      return Optional.of(TruthFormat.LYNCEUS); // also a broken one: its reader says what is wrong
    }
    try (LabelJson json = LabelJson.open(folder.file(file), DataFolder.name(file))) {
      if (json.next() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
        boolean list = json.next() == JsonToken.START_ARRAY;
        if (list && List.of("images", "annotations").contains(field)) {
          return Optional.of(TruthFormat.COCO);
        }
        if (list && isOwn(json)) {
          return Optional.of(TruthFormat.LYNCEUS);
        }
        if (list) {
          while (!json.is(JsonToken.END_ARRAY)) {
            json.skip();
            json.next();
          }
        } else {
          json.skip();
        }
      }
      return Optional.empty();
    } catch (TruthException e) {
      return Optional.empty();
    }
  }

  /** Whether a list begins with a label; leaves the parser at the list's end or first value. */
  private static boolean isOwn(LabelJson json) throws TruthException {
    if (json.next() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean named = false;
    boolean boxed = false;
    for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
      json.next();
      named |= field.equals("class") && json.is(JsonToken.VALUE_STRING);
      boxed |= field.equals("box") && json.is(JsonToken.START_ARRAY);
      json.skip();
    }
    if (!(named && boxed)) {
      json.next();
    }
    return named && boxed;
  }

  private LabelledPictures read(Optional<TruthFormat> wanted) throws TruthException {
    List<Source> meant =
        sources.stream()
            .filter(source -> wanted.isEmpty() || wanted.get() == source.format())
            .toList();
    if (meant.isEmpty()) {
      throw new TruthException(
          "no labels%s in %s: %s"
              .formatted(wanted.map(form -> " of " + form.title()).orElse(""), name, ACCEPTED));
    }
    if (meant.size() > 1) {
      String several =
          meant.stream()
              .limit(5)
              .map(source -> source.format().title() + " (" + DataFolder.name(source.file()) + ")")
              .collect(Collectors.joining(", "));
      throw new TruthException(
          name
              + " has labels in several forms or files: "
              + several
              + "; choose by --format, or name the JSON file with --data");
    }
    LabelledPictures pictures = read(meant.get(0));
    if (pictures.pictures().isEmpty()) {
      throw new TruthException("there are labels for no picture in " + name);
    }
    return pictures;
  }

  private LabelledPictures read(Source source) throws TruthException {
    return switch (source.format()) {
      case LYNCEUS -> OwnReader.read(folder, source.file());
      case COCO -> CocoReader.read(folder, source.file());
      case VOC -> VocReader.read(folder, folder.withExtension("xml"));
      case YOLO -> YoloReader.read(folder, source.file());
    };
  }
}
