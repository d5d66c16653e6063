package io.lynceus.vision.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network as an ONNX file. */
public final class ModelFile {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

  /** The networks that are shipped, by name. */
  private static final List<String> SHIPPED = List.of("blazeface-back", "centernet-mbv3-coco80");

  private final String name;
  private final String source;
  private final byte[] bytes;

  /**
   * A file that has been read.
   *
   * @param name without ending, as findings report it
   * @param source where it came from, for messages
   * @param bytes the file, not copied
   */
  ModelFile(String name, String source, byte[] bytes) {
    this.name = name;
    this.source = source;
    this.bytes = bytes;
  }

  /**
   * Checks that the user's folder has a network for one that is shipped. A folder without any, such
   * as one with other file names, would have no effect.
   *
   * @param folder the setting {@code models.dir}
   * @throws IOException when it has none; names the files that count
   */
  public static void requireAny(Path folder) throws IOException {
    requireFolder(folder);
    List<String> files = SHIPPED.stream().map(ModelFile::fileName).toList();
    if (files.stream().noneMatch(file -> Files.exists(folder.resolve(file)))) {
      throw new FileNotFoundException(
          "models.dir: %s has none of the files that replace a shipped network: %s"
              .formatted(folder, String.join(", ", files)));
    }
  }

  private static void requireFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new FileNotFoundException("models.dir is not a folder: " + folder);
    }
  }

  private static String fileName(String name) {
    return name + ".onnx";
  }

  /**
   * Reads {@code NAME.onnx} from the user's folder if it is there, else the one that is shipped.
   *
   * @param folder the setting {@code models.dir}
   * @throws IOException when the folder does not exist, or the file cannot be read
   */
  public static ModelFile read(String name, Optional<Path> folder) throws IOException {
    String fileName = fileName(name);
    if (folder.isPresent()) {
      requireFolder(folder.get());
      Path file = folder.get().resolve(fileName);
      if (Files.exists(file)) {
        LOG.info("the network {} is that of models.dir: {}", name, file);
        return new ModelFile(name, file.toString(), Files.readAllBytes(file));
      }
      LOG.info("models.dir has no {}: the shipped network is used", fileName);
    }
    try (InputStream shipped = ModelFile.class.getResourceAsStream(fileName)) {
      if (shipped == null) {
        throw new FileNotFoundException("no model of that name is shipped: " + name);
      }
      return new ModelFile(name, "the shipped model " + name, shipped.readAllBytes());
    }
  }

  String name() {
    return name;
  }

  String source() {
    return source;
  }

  /** The file itself, not to be changed. */
  byte[] bytes() {
    return bytes;
  }
}
