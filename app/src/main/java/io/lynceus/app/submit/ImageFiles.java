package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the image files that a user means by paths. */
final class ImageFiles {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private ImageFiles() {}

  /**
   * Returns each named file, whatever its extension, and all files with an image's extension in
   * each named folder, at any depth, in the order of their paths.
   *
   * @param notes receives a line for each folder without images and each file that cannot be read
   * @throws CommandException when a path does not exist or cannot be read, or when no file was
   *     found
   */
  static List<Path> find(List<Path> paths, PrintWriter notes) throws CommandException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new CommandException(
            CommandException.USAGE, "there is no file or folder " + Text.shown(path));
      }
      if (!Files.isReadable(path)) {
        throw new CommandException(
            CommandException.USAGE, Text.shown(path) + " must not be read: check its permissions");
      }
      if (Files.isDirectory(path)) {
        List<Path> inside = imagesIn(path, notes);
        if (inside.isEmpty()) {
          notes.println(
              "no image in " + Text.shown(path) + ": looked for .jpg .jpeg .png .webp .bmp");
        }
        files.addAll(inside);
      } else {
        files.add(path);
      }
    }
    if (files.isEmpty()) {
      throw new CommandException(
          CommandException.USAGE,
          "nothing to submit: name image files, or folders that contain some");
    }
    return files;
  }

  private static List<Path> imagesIn(Path folder, PrintWriter notes) throws CommandException {
    List<Path> images = new ArrayList<>();
    try {
      // A named folder may be a link. Links inside it are followed to files only, so the search
      // ends.
      Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (hasImageExtension(file) && Files.isRegularFile(file)) {
                images.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) {
              notes.println(Text.shown(file) + " cannot be read and is skipped");
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, Text.shown(folder) + " cannot be read: " + e.getMessage(), e);
    }
    Collections.sort(images);
    return images;
  }

  private static boolean hasImageExtension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
