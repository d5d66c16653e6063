package io.lynceus.app.truth;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads Lynceus's own form: {@code {"a.jpg": [{"class": "person", "box": [x, y, width, height],
 * "ignore": true}]}}, in pixels; {@code ignore} is optional.
 */
final class OwnReader {
  private OwnReader() {}

  /**
   * Reads the file.
   *
   * @param file relative to the folder
   */
  static LabelledPictures read(DataFolder folder, Path file) throws TruthException {
    Map<String, List<TrueLabel>> labels = new TreeMap<>();
    try (LabelJson json = LabelJson.open(folder.file(file), DataFolder.name(file))) {
      json.next();
      json.require(JsonToken.START_OBJECT, "it is an object: a list of labels for each picture");
      int count = 0;
      for (String name = json.nextField(); !name.isEmpty(); name = json.nextField()) {
        json.next();
        List<TrueLabel> ofPicture = labels(json);
        count += ofPicture.size();
        if (labels.size() >= LabelledPictures.MAX_PICTURES || count > LabelledPictures.MAX_LABELS) {
          throw json.problem(
              "there are more than %d pictures, or more than %d labels"
                  .formatted(LabelledPictures.MAX_PICTURES, LabelledPictures.MAX_LABELS));
        }
        if (labels.put(name, ofPicture) != null) {
          throw json.problem("the picture " + name + " is there twice");
        }
      }
    }
    List<LabelledPicture> pictures = new ArrayList<>();
    labels.forEach(
        (name, ofPicture) ->
            pictures.add(
                LabelledPicture.of(
                    name, folder.picture(name, file), LabelledPicture.Measure.PIXELS, ofPicture)));
    return LabelledPictures.ofOccurring(TruthFormat.LYNCEUS, DataFolder.name(file), pictures);
  }

  private static List<TrueLabel> labels(LabelJson json) throws TruthException {
    json.require(JsonToken.START_ARRAY, "each picture has a list of labels");
    List<TrueLabel> labels = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      json.require(JsonToken.START_OBJECT, "each label is an object");
      if (labels.size() >= LabelledPicture.MAX_LABELS) {
        throw json.problem("a picture has more than " + LabelledPicture.MAX_LABELS + " labels");
      }
      labels.add(label(json));
    }
    return labels;
  }

  private static TrueLabel label(LabelJson json) throws TruthException {
    String name = "";
    Optional<Region> region = Optional.empty();
    boolean ignored = false;
    for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
      json.next();
      switch (field) {
        case "class" -> name = json.label();
        case "box" -> region = Optional.of(json.region(field));
        case "ignore" -> ignored = json.flag(field);
        default -> json.skip();
      }
    }
    if (name.isEmpty() || region.isEmpty()) {
      throw json.problem("a label has no class or no box");
    }
    return new TrueLabel(name, region.get(), ignored);
  }
}
