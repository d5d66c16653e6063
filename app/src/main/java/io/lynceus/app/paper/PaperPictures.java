package io.lynceus.app.paper;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pictures of the experiment, kept in memory so that no disk is measured: at most {@value
 * #MOST} of them and {@value #MOST_MEGABYTES} MB. An experiment with more takes them again from the
 * start.
 */
final class PaperPictures {
  private static final int MOST = 400;
  private static final int MOST_MEGABYTES = 256;

  /** As masters have it by default: {@code limits.min-decoded}. */
  private static final double LEAST_DECODED = 0.1;

  private final List<Path> names = new ArrayList<>();
  private final List<byte[]> files = new ArrayList<>();
  private long bytes;

  private PaperPictures() {}

  /**
   * Reads pictures, in the order of their names. Other files of a folder are skipped; one that was
   * named itself is reported.
   *
   * @param paths files, and folders with files
   * @throws CommandException when a path is missing or there is no picture
   */
  static PaperPictures read(List<Path> paths, PrintWriter notes) throws CommandException {
    PaperPictures pictures = new PaperPictures();
    for (Path path : paths) {
      try (Stream<Path> found = Files.walk(path, 4)) {
        for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
          if (!pictures.add(file) && file.equals(path)) {
            notes.println("left out, it is no picture that can be read: " + file);
          }
        }
      } catch (IOException | UncheckedIOException e) { // a folder below that cannot be read
        throw new CommandException(CommandException.USAGE, "cannot be read: " + path, e);
      }
    }
    if (pictures.files.isEmpty()) {
      throw new CommandException(CommandException.USAGE, "there is no picture in " + paths);
    }
    return pictures;
  }

  /** False if it is no picture. */
  private boolean add(Path file) throws IOException {
    if (files.size() == MOST || bytes >= (long) MOST_MEGABYTES << 20) {
      return true;
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(ImageLimits.LARGEST.bytes());
    }
    try {
      var unused = ImageHeader.read(ByteBuffer.wrap(content), ImageLimits.LARGEST);
    } catch (RefusedImageException e) {
      return false;
    }
    names.add(file);
    files.add(content);
    bytes += content.length;
    return true;
  }

  /**
   * Leaves out what cannot be decoded, and says so: a picture that no analysis can see would count
   * as lost.
   *
   * @throws CommandException when no picture is left
   */
  void keepReadable(Vision vision, PrintWriter notes) throws CommandException {
    for (int i = files.size() - 1; i >= 0; i--) {
      Optional<String> problem = problem(vision, files.get(i));
      if (problem.isPresent()) {
        notes.println("left out, " + names.remove(i) + ": " + problem.get());
        files.remove(i);
      }
    }
    notes.flush();
    if (files.isEmpty()) {
      throw new CommandException(CommandException.USAGE, "no picture can be decoded");
    }
  }

  private static Optional<String> problem(Vision vision, byte[] file) {
    Ask edges = Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES));
    try {
      return vision.look(ByteBuffer.wrap(file), edges).condition().tooLittle(LEAST_DECODED);
    } catch (AnalysisException | UnreadableImageException | RefusedImageException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** How many different ones there are. */
  int size() {
    return files.size();
  }

  /** The file with that number; after the last comes the first again. */
  byte[] file(int number) {
    return files.get(number % files.size());
  }
}
