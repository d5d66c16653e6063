package io.lynceus.app.truth;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads COCO JSON: {@code images} with {@code id}, {@code file_name}, {@code width} and {@code
 * height}; {@code categories} with {@code id} and {@code name}; {@code annotations} with {@code
 * image_id}, {@code category_id}, {@code bbox} and {@code iscrowd} or {@code ignore}. All else is
 * passed over, outlines too.
 *
 * @see <a href="https://cocodataset.org/#format-data">The format</a>
 */
final class CocoReader {
  private final DataFolder folder;
  private final Path file;
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, String> categories = new HashMap<>();
  private final Map<String, List<Annotation>> annotations = new HashMap<>();
  private int count;

  private CocoReader(DataFolder folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  private record Image(String name, long width, long height) {}

  private record Annotation(String category, Region region, boolean ignored) {}

  /**
   * Reads the file.
   *
   * @param file relative to the folder
   */
  static LabelledPictures read(DataFolder folder, Path file) throws TruthException {
    CocoReader reader = new CocoReader(folder, file);
    try (LabelJson json = LabelJson.open(folder.file(file), DataFolder.name(file))) {
      json.next();
      json.require(JsonToken.START_OBJECT, "COCO JSON is an object");
      for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
        json.next();
        switch (field) {
          case "images" -> reader.each(json, field, reader::image);
          case "categories" -> reader.each(json, field, reader::category);
          case "annotations" -> reader.each(json, field, reader::annotation);
          default -> json.skip();
        }
      }
    }
    return reader.pictures();
  }

  private interface Part {
    void read(LabelJson json) throws TruthException;
  }

  private void each(LabelJson json, String what, Part part) throws TruthException {
    json.require(JsonToken.START_ARRAY, what + " is a list");
    while (json.next() != JsonToken.END_ARRAY) {
      json.require(JsonToken.START_OBJECT, "each of " + what + " is an object");
      part.read(json);
    }
  }

  private void image(LabelJson json) throws TruthException {
    String id = "";
    String name = "";
    long width = 0;
    long height = 0;
    for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
      json.next();
      switch (field) {
        case "id" -> id = json.id("the id of an image");
        case "file_name" -> name = json.text("file_name");
        case "width" -> width = json.size("width");
        case "height" -> height = json.size("height");
        default -> json.skip();
      }
    }
    if (id.isEmpty() || name.isEmpty()) {
      throw json.problem("an image has no id or no file_name");
    }
    if (images.size() >= LabelledPictures.MAX_PICTURES) {
      throw json.problem("there are more than " + LabelledPictures.MAX_PICTURES + " pictures");
    }
    if (images.put(id, new Image(name, width, height)) != null) {
      throw json.problem("two images have the id " + id);
    }
  }

  private void category(LabelJson json) throws TruthException {
    String id = "";
    String name = "";
    for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
      json.next();
      switch (field) {
        case "id" -> id = json.id("the id of a category");
        case "name" -> name = json.label();
        default -> json.skip();
      }
    }
    if (id.isEmpty() || name.isEmpty()) {
      throw json.problem("a category has no id or no name");
    }
    if (categories.size() >= LabelledPicture.MAX_LABELS) {
      throw json.problem("there are more than " + LabelledPicture.MAX_LABELS + " categories");
    }
    categories.put(id, name);
  }

  private void annotation(LabelJson json) throws TruthException {
    String image = "";
    String category = "";
    Optional<Region> region = Optional.empty();
    boolean ignored = false;
    for (String field = json.nextField(); !field.isEmpty(); field = json.nextField()) {
      json.next();
      switch (field) {
        case "image_id" -> image = json.id(field);
        case "category_id" -> category = json.id(field);
        case "bbox" -> region = Optional.of(json.region(field));
        case "iscrowd", "ignore" -> ignored |= json.flag(field);
        default -> json.skip();
      }
    }
    if (image.isEmpty() || category.isEmpty() || region.isEmpty()) {
      throw json.problem("an annotation has no image_id, no category_id or no bbox");
    }
    List<Annotation> ofImage = annotations.computeIfAbsent(image, key -> new ArrayList<>(4));
    if (++count > LabelledPictures.MAX_LABELS || ofImage.size() >= LabelledPicture.MAX_LABELS) {
      throw json.problem(
          "there are more than %d annotations, or %d of one image"
              .formatted(LabelledPictures.MAX_LABELS, LabelledPicture.MAX_LABELS));
    }
    ofImage.add(new Annotation(category, region.get(), ignored));
  }

  private LabelledPictures pictures() throws TruthException {
    String source = DataFolder.name(file);
    for (String image : annotations.keySet()) {
      if (!images.containsKey(image)) {
        throw new TruthException(
            source + ": an annotation is of image " + image + ", which is not" + " among images");
      }
    }
    List<LabelledPicture> pictures = new ArrayList<>();
    for (Map.Entry<String, Image> entry : images.entrySet()) {
      Image image = entry.getValue();
      List<TrueLabel> labels = new ArrayList<>();
      for (Annotation each : annotations.getOrDefault(entry.getKey(), List.of())) {
        String name = categories.get(each.category());
        if (name == null) {
          throw new TruthException(
              source
                  + ": an annotation is of category "
                  + each.category()
                  + ", which is not among categories");
        }
        labels.add(new TrueLabel(name, each.region(), each.ignored()));
      }
      pictures.add(
          LabelledPicture.of(
              image.name(),
              folder.picture(image.name(), file),
              LabelledPicture.Measure.pixelsOf(image.width(), image.height()),
              labels));
    }
    pictures.sort(Comparator.comparing(LabelledPicture::name));
    return new LabelledPictures(
        TruthFormat.COCO, source, new TreeSet<>(categories.values()), pictures);
  }
}
