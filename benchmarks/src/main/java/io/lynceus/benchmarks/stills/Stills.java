package io.lynceus.benchmarks.stills;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * JPEG files of one size.
 *
 * @param width the width of all pictures, in pixels
 * @param height the height of all pictures, in pixels
 * @param files at least one, at most {@value #MOST}
 */
public record Stills(int width, int height, List<byte[]> files) {
  private static final int MOST = 20;

  /** Keeps a copy of the list. */
  public Stills {
    files = List.copyOf(files);
  }

  /** The size for tables. */
  public String size() {
    return width + "x" + height;
  }

  /** The file with that number; the files repeat. */
  public byte[] file(long number) {
    return files.get((int) (number % files.size()));
  }

  /** The mean size of a file. */
  public double meanBytes() {
    return files.stream().mapToInt(file -> file.length).average().orElseThrow();
  }

  /** Sizes that cameras send: full HD, and the older PAL with square pixels. */
  public static List<Stills> ofBothSizes(Path folder) throws IOException {
    return List.of(in(folder, 768, 576), in(folder, 1920, 1080));
  }

  /**
   * The JPEG files of that size in a folder. If there are none, all pictures of the folder, scaled
   * to fill that size, cropped, and written as JPEG; the same folder always gives the same files.
   *
   * @throws IOException when the folder has no picture that Java can read
   */
  public static Stills in(Path folder, int width, int height) throws IOException {
    List<byte[]> fitting = new ArrayList<>();
    List<BufferedImage> others = new ArrayList<>();
    for (Path path : paths(folder)) {
      byte[] file = Files.readAllBytes(path);
      Optional<BufferedImage> read = read(file);
      if (read.isPresent() && fitting.size() < MOST) {
        BufferedImage image = read.get();
        if (image.getWidth() == width && image.getHeight() == height && isJpeg(path)) {
          fitting.add(file);
        } else if (others.size() < MOST) {
          others.add(image);
        }
      }
    }
    if (fitting.isEmpty()) {
      for (BufferedImage image : others) {
        fitting.add(jpeg(filling(image, width, height)));
      }
    }
    if (fitting.isEmpty()) {
      throw new IOException("there are no pictures in " + folder);
    }
    return new Stills(width, height, fitting);
  }

  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isJpeg(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
  }

  private static Optional<BufferedImage> read(byte[] file) throws IOException {
    @Nullable BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    return Optional.ofNullable(image);
  }

  private static BufferedImage filling(BufferedImage image, int width, int height) {
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    int scaledWidth = (int) Math.ceil(scale * image.getWidth());
    int scaledHeight = (int) Math.ceil(scale * image.getHeight());
    BufferedImage filling = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = filling.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(
        image,
        (width - scaledWidth) / 2,
        (height - scaledHeight) / 2,
        scaledWidth,
        scaledHeight,
        null);
    pen.dispose();
    return filling;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", file);
    return file.toByteArray();
  }
}
