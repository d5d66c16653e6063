package io.lynceus.master.cameras;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.event.EventsConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files with the cameras: {@code cameras.conf}, which is its owner's alone, and in {@code
 * cameras.d} beside it a file {@code NAME.conf} for each camera that was described over HTTP. One
 * thread at a time.
 */
final class CameraFiles {
  /** The name of {@link #main} among those of what was seen; before all others. */
  static final String MAIN = "";

  private static final String FOLDER = "cameras.d";

  /** A name that no file with a camera has: the folder itself. */
  private static final String WHOLE_FOLDER = "*";

  private static final String SUFFIX = ".conf";
  private static final int MOST_TOLD = 3;

  private final CamerasFile main;
  private final Path folder;

  /** What counts of each file. */
  private Map<String, CameraSet> good = new TreeMap<>();

  /**
   * @param channels whom rules of events can name
   */
  CameraFiles(Path main, Set<String> channels) {
    this.main = new CamerasFile(main, channels);
    this.folder = this.main.path().resolveSibling(FOLDER);
  }

  /**
   * What a file has.
   *
   * @param bytes none if it cannot be read
   * @param fault why it cannot be read
   */
  record Content(ByteBuffer bytes, Optional<String> fault) {
    private static Content unreadable(String why) {
      return new Content(ByteBuffer.allocate(0), Optional.of(why));
    }
  }

  /**
   * Why a file does not count.
   *
   * @param name its name for people; empty for {@code cameras.conf}
   */
  record Fault(Path file, String name, String why) {
    String told() {
      return name.isEmpty() ? why : name + ": " + why;
    }
  }

  /**
   * What the files mean together.
   *
   * @param set empty if they contradict each other
   * @param faults of files of which what counted before goes on
   */
  record Judged(Optional<CameraSet> set, List<Fault> faults) {}

  CamerasFile main() {
    return main;
  }

  /** The folder with a file for each camera. */
  Path folder() {
    return folder;
  }

  /** The name of a camera's own file, for people. */
  static String nameOf(String camera) {
    return FOLDER + "/" + camera + SUFFIX;
  }

  /** The first faults, in one line. */
  static String told(List<Fault> faults) {
    String first =
        faults.stream().limit(MOST_TOLD).map(Fault::told).collect(Collectors.joining("; "));
    return faults.size() > MOST_TOLD
        ? first + "; and " + (faults.size() - MOST_TOLD) + " more"
        : first;
  }

  /** All files that there are now, by the names of their cameras. */
  SortedMap<String, Content> see() {
    SortedMap<String, Content> seen = new TreeMap<>();
    if (main.exists()) {
      seen.put(MAIN, content(main));
    }
    if (Files.exists(folder)) {
      try {
        for (Path path : own()) {
          seen.put(cameraOf(path), content(CamerasFile.ofOne(path)));
        }
      } catch (IOException e) {
        seen.put(
            WHOLE_FOLDER,
            Content.unreadable("it cannot be read: is it a folder, and may this" + " user?"));
      }
    }
    return seen;
  }

  private List<Path> own() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[!.]*" + SUFFIX)) {
      for (Path path : all) {
        if (paths.size() <= CameraSet.MAX_CAMERAS) { // one more than can be
          paths.add(path);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return paths;
  }

  private static String cameraOf(Path path) {
    String file = String.valueOf(path.getFileName());
    return file.substring(0, file.length() - SUFFIX.length());
  }

  private static Content content(CamerasFile file) {
    try {
      return new Content(ByteBuffer.wrap(file.read()), Optional.empty());
    } catch (IOException | CameraSettingsException e) {
      return Content.unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** What the files mean; of a file that is wrong, what was right before goes on. */
  Judged judge(SortedMap<String, Content> seen) {
    Map<String, CameraSet> parts = new TreeMap<>();
    List<Fault> faults = new ArrayList<>();
    if (!seen.containsKey(MAIN) && good.containsKey(MAIN)) {
      parts.put(MAIN, good.get(MAIN));
      faults.add(fault(MAIN, "it is not there any more"));
    }
    if (seen.containsKey(WHOLE_FOLDER)) {
      good.forEach(parts::putIfAbsent);
    }
    seen.forEach(
        (name, content) -> {
          try {
            parts.put(name, parse(name, content));
          } catch (CameraSettingsException e) {
            faults.add(fault(name, String.valueOf(e.getMessage())));
            if (good.containsKey(name)) {
              parts.put(name, good.get(name));
            }
          }
        });
    try {
      CameraSet set = together(parts);
      good = parts;
      return new Judged(Optional.of(set), faults);
    } catch (CameraSettingsException e) {
      faults.add(0, fault(MAIN, String.valueOf(e.getMessage())));
      return new Judged(Optional.empty(), faults);
    }
  }

  private Fault fault(String name, String why) {
    return switch (name) {
      case MAIN -> new Fault(main.path(), "", why);
      case WHOLE_FOLDER -> new Fault(folder, FOLDER, why);
      default -> new Fault(path(name), nameOf(name), why);
    };
  }

  private CameraSet parse(String name, Content content) throws CameraSettingsException {
    if (content.fault().isPresent()) {
      throw new CameraSettingsException(content.fault().get());
    }
    byte[] bytes = content.bytes().array();
    return name.equals(MAIN) ? main.parse(bytes) : one(name, bytes);
  }

  /**
   * The camera that the bytes of its own file describe.
   *
   * @throws CameraSettingsException when something is wrong with them; names the key
   */
  CameraSet one(String name, byte[] bytes) throws CameraSettingsException {
    CameraSet set = CamerasFile.ofOne(path(name)).parse(bytes);
    List<String> names = set.cameras().keySet().stream().map(Camera::name).toList();
    if (!names.equals(List.of(name))) {
      throw new CameraSettingsException(
          "it describes the camera of its own name, cameras.%s { … }, and no other"
              .formatted(name));
    }
    if (set.only()) {
      throw new CameraSettingsException("cameras-only stands in cameras.conf: take it out here");
    }
    if (!set.events().equals(EventsConfig.USUAL)) {
      throw new CameraSettingsException("events stand in cameras.conf: take them out here");
    }
    if (!set.ledger().equals(LedgerConfig.NONE)) {
      throw new CameraSettingsException(
          "lines and areas stand in cameras.conf: take them out here");
    }
    return set;
  }

  private static CameraSet together(Map<String, CameraSet> parts) throws CameraSettingsException {
    List<CameraConfig> all = new ArrayList<>();
    boolean only = false;
    CameraSet main = parts.getOrDefault(MAIN, CameraSet.NONE);
    Set<Camera> first = main.cameras().keySet();
    for (Map.Entry<String, CameraSet> part : parts.entrySet()) {
      boolean isMain = part.getKey().equals(MAIN);
      for (CameraConfig camera : part.getValue().cameras().values()) {
        if (!isMain && first.contains(camera.camera())) {
          throw new CameraSettingsException(
              "the camera %s stands in cameras.conf and in %s: take it out of one of them"
                  .formatted(camera.name(), nameOf(camera.name())));
        }
        all.add(camera);
      }
      only |= part.getValue().only();
    }
    try {
      return CameraSet.of(all, only).withEvents(main.events()).withLedger(main.ledger());
    } catch (IllegalArgumentException e) {
      throw new CameraSettingsException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that a camera goes with the others.
   *
   * @throws CameraSettingsException when it does not; names the key
   */
  void requireFits(String name, CameraSet camera) throws CameraSettingsException {
    Map<String, CameraSet> parts = new TreeMap<>(good);
    parts.put(name, camera);
    together(parts);
  }

  /**
   * Checks that the others go without a camera.
   *
   * @throws CameraSettingsException when they do not; names the key
   */
  void requireNotNeeded(String name) throws CameraSettingsException {
    Map<String, CameraSet> parts = new TreeMap<>(good);
    parts.remove(name);
    together(parts);
  }

  /** Whether {@code cameras.conf} describes a camera. */
  boolean isInMain(Camera camera) {
    return good.getOrDefault(MAIN, CameraSet.NONE).find(camera).isPresent();
  }

  private Path path(String name) {
    return folder.resolve(name + SUFFIX);
  }

  /**
   * Writes a camera's own file, whole or not at all, for the master's user alone.
   *
   * @param name of a camera
   * @throws IOException when it cannot be written
   */
  void write(String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder, mode("rwx------"));
    Path draft = folder.resolve("." + name + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel out =
        FileChannel.open(
            draft,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode("rw-------"))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Deletes a camera's own file.
   *
   * @throws IOException when it cannot be deleted
   */
  void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  private FileAttribute<?>[] mode(String mode) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
