package io.lynceus.app.truth;

import io.lynceus.app.truth.LabelledPicture.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes folders of labelled data. */
final class LabelledData {
  private final Path root;

  LabelledData(Path root) {
    this.root = root;
  }

  /** A file that only looks like a picture: readers of labels do not open pictures. */
  LabelledData picture(String name) throws IOException {
    return file(name, "");
  }

  LabelledData file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  LabelledPictures read() throws TruthException {
    return TruthReader.read(root, Optional.empty());
  }

  Path path(String name) throws IOException {
    return root.toRealPath().resolve(name);
  }

  static LabelledPicture picture(LabelledPictures pictures, String name) {
    List<LabelledPicture> named =
        pictures.pictures().stream().filter(picture -> picture.name().equals(name)).toList();
    if (named.size() != 1) {
      throw new AssertionError("pictures: " + pictures.pictures());
    }
    return named.get(0);
  }

  static TrueLabel label(String name, double x, double y, double width, double height) {
    return new TrueLabel(name, new Region(x, y, width, height), false);
  }

  static Measure pixels(int width, int height) {
    return Measure.pixelsOf(width, height);
  }
}
