package io.lynceus.master.quarantine;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads and writes the files of the quarantine, within bounds. Only regular files count: links and
 * pipes are neither followed nor opened. Blocks; one thread at a time.
 */
final class QuarantineFiles {
  private static final Pattern IMAGE = Pattern.compile("([0-9a-f]{64})\\.[a-z]+");
  private static final Pattern NOTE =
      Pattern.compile("([0-9a-f]{64})-([a-z][a-z0-9-]{0,39})\\.json");
  private static final String UNFINISHED = ".tmp";
  private static final int HASH_CHARS = 64;

  private final Path folder;
  private final long mostBytes;
  private final int mostImages;

  QuarantineFiles(Path folder, long mostBytes, int mostImages) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.mostImages = mostImages;
  }

  /** The file of an image. */
  Path image(String sha256, String format) {
    return folder.resolve(sha256 + "." + format);
  }

  /** The entries that have both an image and a note, the oldest first. */
  List<Quarantined> entries() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names = files();
    Set<String> images = new HashSet<>();
    for (String name : names) {
      Matcher image = IMAGE.matcher(name);
      if (image.matches()) {
        images.add(image.group(1));
      }
    }
    List<Quarantined> entries = new ArrayList<>();
    for (String name : names) {
      Matcher note = NOTE.matcher(name);
      if (note.matches() && images.contains(note.group(1))) {
        Optional<Analysis> analysis = Analysis.ofKey(note.group(2));
        if (analysis.isPresent()) {
          entries.add(
              QuarantineNote.read(folder.resolve(name), new Entry(note.group(1), analysis.get())));
        }
      }
    }
    entries.sort(Comparator.comparing(Quarantined::since));
    return entries;
  }

  /** Deletes images with their notes. */
  void delete(Set<String> images) throws IOException {
    if (Files.isDirectory(folder)) {
      deleteAll(
          name -> name.length() > HASH_CHARS && images.contains(name.substring(0, HASH_CHARS)));
    }
  }

  /**
   * Writes an image and its note. Deletes the oldest images if there is no room.
   *
   * @param image its file, from {@link #image}
   */
  void put(Entry entry, Path image, ByteBuffer bytes, ByteBuffer note) throws IOException {
    Files.createDirectories(folder, forUserAlone());
    if (!isFile(image)) {
      makeRoom(bytes.remaining());
      write(image, bytes);
    }
    write(folder.resolve(entry.sha256() + "-" + entry.analysis().key() + ".json"), note);
  }

  private FileAttribute<?>[] forUserAlone() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private void makeRoom(long bytes) throws IOException {
    if (bytes > mostBytes) {
      throw new IOException("it is larger than quarantine.bytes");
    }
    deleteAll(name -> name.endsWith(UNFINISHED));
    Deque<Kept> kept = new ArrayDeque<>(kept());
    long left = mostBytes - bytes - kept.stream().mapToLong(Kept::bytes).sum();
    while (!kept.isEmpty() && (kept.size() >= mostImages || left < 0)) {
      Kept oldest = kept.removeFirst();
      left += oldest.bytes();
      deleteAll(name -> name.startsWith(oldest.sha256()));
    }
  }

  /** An image in the folder. */
  private record Kept(String sha256, long bytes, long modifiedMillis) {}

  /** The images in the folder, the oldest first. */
  private List<Kept> kept() throws IOException {
    Deque<Kept> kept = new ArrayDeque<>();
    for (String name : files()) {
      Matcher image = IMAGE.matcher(name);
      if (image.matches()) {
        Path file = folder.resolve(name);
        long modified = Files.getLastModifiedTime(file).toMillis();
        kept.add(new Kept(image.group(1), Files.size(file), modified));
      }
    }
    return kept.stream().sorted(Comparator.comparingLong(Kept::modifiedMillis)).toList();
  }

  private void deleteAll(Predicate<String> chosen) throws IOException {
    // Of a link, the link.
    for (String name : names(file -> !Files.isDirectory(file, NOFOLLOW_LINKS))) {
      if (chosen.test(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  private List<String> files() throws IOException {
    return names(QuarantineFiles::isFile);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, NOFOLLOW_LINKS);
  }

  private List<String> names(Predicate<Path> chosen) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(chosen).map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Writes the whole file or nothing. Temporary files are readable only by the user. */
  private void write(Path file, ByteBuffer bytes) throws IOException {
    Path unfinished = Files.createTempFile(folder, "", UNFINISHED);
    try {
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
