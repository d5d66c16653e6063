package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the image files that a user means by paths. */
final class ImageFiles {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private final Selection selection;
  private final Optional<Instant> youngest;
  private final PrintWriter notes;
  private final List<ImageFile> found = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private long young;

  private ImageFiles(Selection selection, PrintWriter notes) {
    this.selection = selection;
    this.youngest = selection.settled().map(Instant.now()::minus);
    this.notes = notes;
  }

  /**
   * Which files are taken.
   *
   * @param toMove whether they will be moved or deleted: each is taken once, and links are not
   * @param except folders that are not searched
   * @param settled take only files that have not changed for this long; then none is no error
   */
  record Selection(boolean toMove, List<Path> except, Optional<Duration> settled) {
    static final Selection ALL = new Selection(false, List.of(), Optional.empty());
  }

  /**
   * Returns each named file, whatever its extension, and all files with an image's extension in
   * each named folder, at any depth, in the order of their paths.
   *
   * @param notes receives a line for each folder without images and each file that cannot be read
   * @throws CommandException when a path does not exist or cannot be read, or when no file was
   *     found
   */
  static List<ImageFile> find(List<Path> paths, Selection selection, PrintWriter notes)
      throws CommandException {
    ImageFiles search = new ImageFiles(selection, notes);
    for (Path path : paths) {
      search.add(path, paths.size() == 1);
    }
    if (search.young > 0) {
      notes.printf(
          "%d file%s changed less than %d ms ago: left for the next time%n",
          search.young, search.young == 1 ? "" : "s", selection.settled().orElseThrow().toMillis());
    }
    if (search.found.isEmpty() && selection.settled().isEmpty()) {
      throw new CommandException(
          CommandException.USAGE,
          "nothing to submit: name image files, or folders that contain some");
    }
    return search.found;
  }

  private void add(Path path, boolean alone) throws CommandException {
    if (!Files.exists(path)) {
      throw new CommandException(
          CommandException.USAGE, "there is no file or folder " + Text.shown(path));
    }
    if (!Files.isReadable(path)) {
      throw new CommandException(
          CommandException.USAGE, Text.shown(path) + " must not be read: check its permissions");
    }
    try {
      if (Files.isDirectory(path)) {
        addFolder(path, alone ? Path.of("") : placeOf(path));
      } else {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        requireBytes(path, attributes);
        add(path, placeOf(path), attributes);
      }
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, Text.shown(path) + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A pipe, a device, and a file that the kernel makes up have no bytes that could be counted. */
  private static void requireBytes(Path file, BasicFileAttributes attributes)
      throws IOException, CommandException {
    boolean madeUp = attributes.isRegularFile() && attributes.size() == 0 && !isEmpty(file);
    if (madeUp || attributes.isOther()) {
      throw new CommandException(
          CommandException.USAGE,
          Text.shown(file)
              + " is no file on a disk, but a pipe, a socket, a device or the like: to read it as a"
              + " stream, use lynceus submit - < "
              + Text.shown(file));
    }
  }

  private static boolean isEmpty(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.read() < 0;
    }
  }

  private void add(Path file, Path place, BasicFileAttributes attributes) {
    FileStamp stamp = FileStamp.of(attributes);
    if (selection.toMove() && Files.isSymbolicLink(file)) {
      notes.println(Text.shown(file) + " is a link, which is not moved: it is passed over");
    } else if (youngest.filter(stamp.modified().toInstant()::isAfter).isPresent()) {
      young++;
    } else if (!selection.toMove() || seen.add(file.toAbsolutePath().normalize())) {
      found.add(new ImageFile(file, place, stamp));
    }
  }

  /** A relative path as it is; of another, only its end can be put below a folder. */
  private static Path placeOf(Path path) {
    Path place = path.normalize();
    boolean inside = !place.isAbsolute() && !place.startsWith("..") && !place.toString().isEmpty();
    Path name = path.toAbsolutePath().normalize().getFileName();
    return inside || name == null ? place : name;
  }

  private void addFolder(Path folder, Path place) throws IOException {
    // A named folder may be a link. Links inside it are followed to files only, so the search ends.
    Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
    List<Path> images = imagesIn(start);
    if (images.isEmpty() && selection.settled().isEmpty()) {
      notes.println(
          "no image in " + Text.shown(folder) + ": looked for .jpg .jpeg .png .webp .bmp");
    }
    images.sort(Comparator.naturalOrder());
    for (Path image : images) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(image, BasicFileAttributes.class);
        add(image, place.resolve(start.relativize(image)), attributes);
      } catch (IOException e) {
        noteUnreadable(image);
      }
    }
  }

  private List<Path> imagesIn(Path start) throws IOException {
    List<Path> images = new ArrayList<>();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            for (Path except : selection.except()) {
              if (Files.isSameFile(folder, except)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (hasImageExtension(file) && Files.isRegularFile(file)) {
              images.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) {
            noteUnreadable(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return images;
  }

  private void noteUnreadable(Path file) {
    notes.println(Text.shown(file) + " cannot be read and is skipped");
  }

  private static boolean hasImageExtension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
