package io.lynceus.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an image's bytes are, as often as they are to be sent. */
interface ImageSource {

  /** From the first byte. */
  InputStream open() throws IOException;

  /** How many there are at the moment. */
  long size() throws IOException;

  static ImageSource of(byte[] image) {
    return new ImageSource() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(image);
      }

      @Override
      public long size() {
        return image.length;
      }
    };
  }

  static ImageSource of(Path file) {
    return new ImageSource() {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public long size() throws IOException {
        return Files.size(file);
      }
    };
  }
}
