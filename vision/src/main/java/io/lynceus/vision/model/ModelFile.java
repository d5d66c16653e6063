package io.lynceus.vision.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A network as an ONNX file. */
public final class ModelFile {
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
   * Reads {@code NAME.onnx} from the user's folder if it is there, else the one that is shipped.
   *
   * @param folder the setting {@code models.dir}
   * @throws IOException when the folder does not exist, or the file cannot be read
   */
  public static ModelFile read(String name, Optional<Path> folder) throws IOException {
    String fileName = name + ".onnx";
    if (folder.isPresent()) {
      if (!Files.isDirectory(folder.get())) {
        throw new FileNotFoundException("models.dir is not a folder: " + folder.get());
      }
      Path file = folder.get().resolve(fileName);
      if (Files.exists(file)) {
        return new ModelFile(name, file.toString(), Files.readAllBytes(file));
      }
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
