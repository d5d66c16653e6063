package io.lynceus.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What all stories share, since it takes long to start: a small archive, a cluster of a master and
 * a slave, and a session of Spark in this JVM. They end with the JVM's last test.
 */
final class SharedSpark implements BeforeAllCallback {
  private static final Path SAMPLES = Path.of("../samples");

  private static volatile Setting setting;

  /** The shared things. */
  static final class Setting implements AutoCloseable {
    private final Path folder;
    private final Path archive;
    private final InstalledLynceus lynceus;
    private final SparkSession spark;

    private Setting() throws IOException {
      folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "stories-");
      archive = makeArchive(folder.resolve("archive"));
      lynceus = new InstalledLynceus(folder);
      lynceus.start();
      spark =
          SparkSession.builder()
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.codegen.wholeStage", "false") // of tables with ten rows
              .config("spark.local.dir", folder.resolve("spark").toString())
              .getOrCreate();
      spark.sparkContext().setLogLevel("ERROR");
    }

    Path archive() {
      return archive;
    }

    InstalledLynceus lynceus() {
      return lynceus;
    }

    SparkSession spark() {
      return spark;
    }

    @Override
    public void close() throws IOException {
      spark.stop();
      lynceus.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  static Setting setting() {
    return setting;
  }

  static Path sample(String name) {
    return SAMPLES.resolve(name);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    setting =
        context
            .getRoot()
            .getStore(Namespace.create(SharedSpark.class))
            .getOrComputeIfAbsent(
                Setting.class,
                key -> {
                  try {
                    return new Setting();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                },
                Setting.class);
  }

  private static Path makeArchive(Path archive) throws IOException {
    Files.createDirectories(archive.resolve("door"));
    Files.createDirectories(archive.resolve("yard"));
    Files.copy(sample("chelsea.png"), archive.resolve("door/20250309170559.png"));
    Files.copy(sample("rocket.jpg"), archive.resolve("yard/rocket.jpg"));
    Files.copy(sample("astronaut.png"), archive.resolve("yard/astronaut.png"));
    Files.createFile(archive.resolve("yard/empty.jpg"));
    Files.writeString(archive.resolve("yard/text.jpg"), "this is no picture");
    try (OutputStream file = Files.newOutputStream(archive.resolve("more.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
      for (String name : List.of("camera.png", "coffee.png")) {
        TarArchiveEntry entry = new TarArchiveEntry(sample(name).toFile(), "a/" + name);
        tar.putArchiveEntry(entry);
        Files.copy(sample(name), tar);
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }
}
