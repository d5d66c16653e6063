package io.lynceus.vision.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  private static final String RESOURCE = "/io/lynceus/vision/model/blazeface-back.onnx";
  private static final long SIZE = 641_298;

  @TempDir private Path folder;

  @Test
  void aLibraryIsUnpackedOnce() throws IOException {
    CacheFolder cache = CacheFolder.of(Optional.of(folder));
    Path file = cache.unpacked(RESOURCE, "1.0");
    Object identity = Files.readAttributes(file, "unix:ino").get("ino");

    assertThat(file).isEqualTo(folder.resolve("1.0/blazeface-back.onnx")).hasSize(SIZE);
    cache.unpacked(RESOURCE, "1.0");
    assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", identity);
  }

  @Test
  void aFileOfTheWrongSizeIsReplaced() throws IOException {
    CacheFolder cache = CacheFolder.of(Optional.of(folder));
    Path file = cache.unpacked(RESOURCE, "1.0");
    Files.write(file, new byte[10]);

    assertThat(cache.unpacked(RESOURCE, "1.0")).isEqualTo(file).hasSize(SIZE);
  }

  @Test
  void manyMayUnpackAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        files.add(
            threads.submit(() -> CacheFolder.of(Optional.of(folder)).unpacked(RESOURCE, "1.0")));
      }
      for (Future<Path> file : files) {
        assertThat(file.get()).hasSize(SIZE);
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(folder.resolve("1.0"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsNamedWithItsSetting() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> CacheFolder.of(Optional.of(file)))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("native.dir");
  }

  @Test
  void aFolderThatHoldsTheLibrariesNeedNotBeWritable() throws IOException {
    CacheFolder.of(Optional.of(folder)).unpacked(RESOURCE, "1.0");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    try {
      assertThat(CacheFolder.of(Optional.of(link)).unpacked(RESOURCE, "1.0")).hasSize(SIZE);
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aUserWithoutAHomeGetsNoFolderOfThatName() throws IOException {
    Map<String, String> unknown =
        Map.of("user.home", "?", "java.io.tmpdir", folder.toString(), "user.name", "?");

    assertThat(unpacked(Map.of(), unknown)).startsWith(folder.resolve("lynceus-?"));
    assertThat(Path.of("?")).doesNotExist();
  }

  @Test
  void theUsersCacheFolderIsTheDefault() throws IOException {
    assertThat(unpacked(Map.of("XDG_CACHE_HOME", folder + "/cache"), Map.of()))
        .startsWith(folder.resolve("cache/lynceus"));
    assertThat(unpacked(Map.of(), Map.of("user.home", folder.toString())))
        .startsWith(folder.resolve(".cache/lynceus"));
  }

  @Test
  void withoutAHomeThereIsAPrivateTemporaryFolder() throws IOException {
    Path file = unpacked(Map.of(), homeless());

    assertThat(file).startsWith(folder.resolve("lynceus-eve"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("lynceus-eve"))))
        .isEqualTo("rwx------");
    assertThat(unpacked(Map.of(), homeless())).isEqualTo(file);
  }

  @Test
  void aTemporaryFolderThatOthersMayWriteToIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("lynceus-eve"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> unpacked(Map.of(), homeless()))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("native.dir");
  }

  @Test
  void aTemporaryFolderThatIsALinkIsRefused() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(folder.resolve("lynceus-eve"), target);

    assertThatThrownBy(() -> unpacked(Map.of(), homeless()))
        .isInstanceOf(NativeLibraryException.class);
  }

  private Map<String, String> homeless() throws IOException {
    Path noFolder = folder.resolve("no-folder");
    if (!Files.exists(noFolder)) {
      Files.createFile(noFolder);
    }
    return Map.of(
        "user.home", noFolder.toString(), "java.io.tmpdir", folder.toString(), "user.name", "eve");
  }

  private static Path unpacked(Map<String, String> environment, Map<String, String> properties)
      throws IOException {
    return CacheFolder.of(Optional.empty(), environment::get, properties::get)
        .unpacked(RESOURCE, "1.0");
  }
}
