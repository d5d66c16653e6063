package io.lynceus.vision.match;

import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;

/** Reads patterns of a folder: each picture is one, and its name without the ending is its name. */
final class PatternFolder {
  static final int MOST_PATTERNS = 50;
  static final int MOST_BYTES = 4 << 20;
  static final int SHORTEST_SIDE = 16;
  static final int LONGEST_SIDE = 1024;

  /** A pattern whose grey levels vary less has nothing to be known by. */
  static final double LEAST_VARIANCE = 25;

  private static final Pattern PICTURE = Pattern.compile("[^.].*\\.(png|jpe?g|bmp|webp)");

  private PatternFolder() {}

  /**
   * The patterns, by name.
   *
   * @throws IOException naming the file that cannot be a pattern, and what to do
   */
  static List<TemplatePattern> read(Path folder) throws IOException {
    List<TemplatePattern> patterns = new ArrayList<>();
    try {
      for (Path file : files(folder)) {
        patterns.add(pattern(file));
      }
      return patterns;
    } catch (IOException | RuntimeException e) {
      patterns.forEach(pattern -> pattern.grey().release());
      throw e;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("analysis.match.dir is no folder that can be read: " + folder);
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> PICTURE.matcher(name(file).toLowerCase(Locale.ROOT)).matches())
              .sorted()
              .toList();
      if (files.isEmpty() || files.size() > MOST_PATTERNS) {
        throw new IOException(
            "analysis.match.dir has 1 to %d pictures (png, jpg, bmp, webp), not %d: %s"
                .formatted(MOST_PATTERNS, files.size(), folder));
      }
      return files;
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static TemplatePattern pattern(Path file) throws IOException {
    String name = name(file).replaceAll("\\.[^.]*$", "");
    if (name.length() > Findings.MAX_LABEL_CHARS
        || name.contains(",")
        || name.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          file,
          "its name is a label that clients ask for: at most "
              + Findings.MAX_LABEL_CHARS
              + " characters, and no comma");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw refused(file, "it has more than 4 MiB: cut it to what is looked for");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    ImageLimits limits =
        new ImageLimits(MOST_BYTES, (long) LONGEST_SIDE * LONGEST_SIDE, LONGEST_SIDE);
    try {
      ImageHeader header = ImageHeader.read(bytes, limits);
      if (Math.min(header.width(), header.height()) < SHORTEST_SIDE) {
        throw refused(file, "its sides have to be " + SHORTEST_SIDE + " to 1024 pixels");
      }
      return new TemplatePattern(name, grey(file, bytes, header));
    } catch (RefusedImageException | UnreadableImageException e) {
      throw new IOException("the pattern " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Mat grey(Path file, ByteBuffer bytes, ImageHeader header)
      throws IOException, UnreadableImageException {
    try (SharedPicture picture = SharedPicture.of(bytes, header);
        Scratch scratch = new Scratch()) {
      Mat grey = picture.forUnit().grey();
      MatOfDouble mean = scratch.keep(new MatOfDouble());
      MatOfDouble deviation = scratch.keep(new MatOfDouble());
      Core.meanStdDev(grey, mean, deviation);
      double variance = Math.pow(deviation.toArray()[0], 2);
      if (variance < LEAST_VARIANCE) {
        throw refused(
            file,
            String.format(
                Locale.ROOT,
                "it is flat (the variance of its grey levels is %.0f, and has to be %.0f): cut it"
                    + " so that it has edges in it, such as the outline of the thing",
                variance,
                LEAST_VARIANCE));
      }
      return grey.clone();
    }
  }

  private static IOException refused(Path file, String why) {
    return new IOException("the pattern " + file + " cannot be used: " + why);
  }
}
