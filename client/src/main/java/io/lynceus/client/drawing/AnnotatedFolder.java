package io.lynceus.client.drawing;

import io.lynceus.client.FreshFile;
import io.lynceus.model.Analysis;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.LevelRange;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of annotated pictures: JPEG for JPEG and WebP files, PNG for PNG and BMP files, which
 * may hold few colours and sharp edges. For one thread.
 */
public final class AnnotatedFolder {
  /** The longer side of the largest picture written, in pixels: the pictures are for looking at. */
  public static final int MAX_SIDE = 4096;

  /** In characters of up to four bytes each: file systems allow 255 bytes. */
  private static final int MAX_NAME_LENGTH = 50;

  private final Path folder;
  private final Set<String> used = new HashSet<>();

  /** Creates the folder if it is missing. */
  public AnnotatedFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Draws the reply's findings onto the picture and writes it. A picture that an analysis other
   * than edges has made of it, such as {@code clarify}, becomes a file of its own beside it.
   *
   * @param picture the submitted file; the new one gets its name plus {@code -annotated}, and a
   *     number if another picture of this run has that name. A file of that name is replaced, and a
   *     link is not followed
   * @return the new file
   * @throws IOException when the picture cannot be read or the new one not written
   */
  public Path write(Path picture, Reply reply) throws IOException {
    return write(picture, reply, Rules.NONE);
  }

  /** As {@link #write(Path, Reply)}, with the zones and masks of the picture's camera below. */
  public Path write(Path picture, Reply reply, Rules rules) throws IOException {
    Optional<LevelRange> stretched = reply.image().flatMap(image -> image.condition().stretched());
    BufferedImage drawn = PictureReader.read(picture, MAX_SIDE, stretched);
    Annotator.draw(drawn, reply, analysis -> true, rules);
    boolean lossless =
        reply
            .image()
            .map(image -> image.format())
            .filter(format -> format == ImageFormat.PNG || format == ImageFormat.BMP)
            .isPresent();
    Path file = folder.resolve(uniqueName(picture, lossless ? ".png" : ".jpg"));
    FreshFile.write(file, lossless ? PictureWriter.png(drawn) : PictureWriter.jpeg(drawn, 0.9f));
    for (Map.Entry<Analysis, UnitReply> unit : reply.analyses().entrySet()) {
      Optional<EncodedPng> made = unit.getValue().findings().flatMap(Findings::map);
      if (made.filter(EncodedPng::isPicture).isPresent() && !unit.getKey().equals(Analysis.EDGES)) {
        FreshFile.write(beside(file, unit.getKey()), made.get().toByteArray());
      }
    }
    return file;
  }

  /**
   * The name of a picture that an analysis has made, such as {@code gate-annotated-clarify.png}.
   */
  private Path beside(Path file, Analysis analysis) {
    String name = String.valueOf(file.getFileName());
    String base = name.substring(0, name.lastIndexOf('.')) + "-" + analysis.key();
    String made = base + ".png";
    // Of cam.jpg and cam.png, both have cam-annotated.
    for (int i = 2; !used.add(made.toLowerCase(Locale.ROOT)); i++) {
      made = base + "-" + i + ".png";
    }
    return file.resolveSibling(made);
  }

  private String uniqueName(Path picture, String extension) {
    String base = safe(String.valueOf(picture.getFileName())) + "-annotated";
    String name = base + extension;
    // Some file systems ignore case.
    for (int i = 2; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + "-" + i + extension;
    }
    return name;
  }

  /** The name's letters, digits, dots and dashes, without its extension and a leading dot. */
  private static String safe(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String safe = stem.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^[.-]+", "");
    int length = Math.min(MAX_NAME_LENGTH, safe.codePointCount(0, safe.length()));
    return length == 0 ? "picture" : safe.substring(0, safe.offsetByCodePoints(0, length));
  }
}
