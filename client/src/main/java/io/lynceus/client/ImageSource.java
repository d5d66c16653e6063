package io.lynceus.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An image's bytes, which can be read again for each sending. */
interface ImageSource {

  /** Opens the bytes from the first one. */
  InputStream open() throws IOException;

  /** The number of bytes at this moment. */
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
