package io.lynceus.vision.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network as an ONNX file.
 *
 * @param name without ending, as findings report it
 * @param source where it came from, for messages
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
public record ModelFile(String name, String source, byte[] bytes) {

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
}
