package io.lynceus.app.submit;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Runs {@code submit}, without an environment or standard input, and makes what it submits. */
final class SubmitRun {
  private SubmitRun() {}

  static Run of(ScriptedMaster master, String... arguments) {
    String[] all =
        Stream.concat(Stream.of("--master=" + master.address()), Stream.of(arguments))
            .toArray(String[]::new);
    return Run.of(new SubmitCommand(Map.of(), InputStream.nullInputStream()), all);
  }

  /** Writes a picture of 40 × 20 pixels. Makes its folder if there is none. */
  static Path picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    return file;
  }
}
