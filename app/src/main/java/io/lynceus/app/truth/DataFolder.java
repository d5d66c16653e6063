package io.lynceus.app.truth;

import io.lynceus.client.FileNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a folder, at any depth. Names in labels lead to these files only, and never out of
 * the folder.
 */
final class DataFolder {
  private static final int MAX_FILES = 1_000_000;
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private final Map<String, List<Path>> picturesByStem = new HashMap<>();

  private DataFolder(Path root) {
    this.root = root;
  }

  /**
   * Lists the files.
   *
   * @throws TruthException when the folder cannot be read, or has too many files
   */
  static DataFolder of(Path folder) throws TruthException {
    try {
      DataFolder found = new DataFolder(folder.toRealPath());
      found.list();
      return found;
    } catch (IOException e) {
      throw new TruthException(
          FileNames.of(folder) + " cannot be read: is the path right? " + e.getMessage(), e);
    }
  }

  /** Links are followed to files, and not to folders: the search ends. */
  private void list() throws IOException, TruthException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file)) {
              files.add(root.relativize(file));
            }
            return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) {
            return FileVisitResult.CONTINUE; // a picture that is missed will be named as missing
          }
        });
    if (files.size() > MAX_FILES) {
      throw new TruthException("the folder has more than " + MAX_FILES + " files: split it");
    }
    files.sort(Comparator.naturalOrder());
    for (Path file : files) {
      if (PICTURES.contains(extension(file))) {
        picturesByStem.computeIfAbsent(stem(file), key -> new ArrayList<>(1)).add(file);
      }
    }
  }

  /** The files with that extension, relative to the folder, in the order of their names. */
  List<Path> withExtension(String extension) {
    return files.stream().filter(file -> extension(file).equals(extension)).toList();
  }

  /** The pictures, relative to the folder, in the order of their names. */
  List<Path> pictures() {
    return files.stream().filter(file -> PICTURES.contains(extension(file))).toList();
  }

  /** The file itself. */
  Path file(Path relative) {
    return root.resolve(relative);
  }

  /** How messages name a file of the folder. */
  static String name(Path relative) {
    return FileNames.of(relative);
  }

  /**
   * The picture that a label file means.
   *
   * @param name from the label file: a file's name, also with folders before it or without
   *     extension
   * @param labels the label file, relative to the folder: of pictures with one name the nearest
   *     counts
   * @return empty when there is none, or none that is nearer than another
   */
  Optional<Path> picture(String name, Path labels) {
    List<String> wanted = List.of(name.replace('\\', '/').split("/+"));
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    String last = wanted.get(wanted.size() - 1);
    List<Path> candidates =
        picturesByStem.containsKey(last)
            ? picturesByStem.get(last)
            : picturesByStem.getOrDefault(stem(last), List.of()).stream()
                .filter(file -> fileName(file).equals(last))
                .toList();
    return nearest(candidates, wanted, labels).map(root::resolve);
  }

  private static Optional<Path> nearest(List<Path> candidates, List<String> wanted, Path labels) {
    int best = -1;
    boolean alone = false;
    Path nearest = null;
    for (Path candidate : candidates) {
      int closeness = 1000 * sameEnd(candidate, wanted) + sameStart(candidate, labels);
      alone = closeness > best || (alone && closeness < best);
      if (closeness > best) {
        best = closeness;
        nearest = candidate;
      }
    }
    return alone ? Optional.ofNullable(nearest) : Optional.empty();
  }

  /** How many folders before the file's name are the wanted ones. */
  private static int sameEnd(Path file, List<String> wanted) {
    int same = 0;
    int folder = file.getNameCount() - 2;
    int other = wanted.size() - 2;
    while (folder >= 0 && other >= 0 && file.getName(folder).toString().equals(wanted.get(other))) {
      same++;
      folder--;
      other--;
    }
    return same;
  }

  private static int sameStart(Path file, Path labels) {
    int same = 0;
    int folders = Math.min(file.getNameCount(), labels.getNameCount()) - 1;
    while (same < folders && file.getName(same).equals(labels.getName(same))) {
      same++;
    }
    return same;
  }

  static String fileName(Path file) {
    return file.getFileName().toString();
  }

  static String stem(Path file) {
    return stem(fileName(file));
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String extension(Path file) {
    String name = fileName(file);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
