package io.lynceus.benchmarks.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stills of one camera in their order.
 *
 * @param camera the name of its folder, or what the names of its files have before their number
 */
public record Footage(String camera, List<Path> files) {
  public Footage {
    files = List.copyOf(files);
  }

  /**
   * The cameras of a folder: each of its folders is one, and each row of files whose names differ
   * by a number at their end.
   *
   * @param fewest cameras with fewer stills are left out
   */
  public static List<Footage> in(Path folder, int fewest) throws IOException {
    Map<String, List<Path>> cameras = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(folder, 2)) {
      for (Path file : entries.filter(Footage::isPicture).sorted().toList()) {
        Path parent = file.resolveSibling("").normalize();
        String name =
            folder.normalize().equals(parent)
                ? file.getFileName().toString().replaceFirst("[-_]?\\d*\\.\\w+$", "")
                : String.valueOf(parent.getFileName());
        cameras.computeIfAbsent(name, any -> new ArrayList<>()).add(file);
      }
    }
    return cameras.entrySet().stream()
        .filter(camera -> camera.getValue().size() >= fewest)
        .map(camera -> new Footage(camera.getKey(), camera.getValue()))
        .toList();
  }

  private static boolean isPicture(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|webp|bmp)");
  }
}
