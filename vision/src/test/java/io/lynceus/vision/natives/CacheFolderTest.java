package io.lynceus.vision.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheFolderTest {
  /** The smallest of the libraries. */
  private static final String RESOURCE = "/com/sun/jna/linux-x86-64/libjnidispatch.so";

  private static final long SIZE = 134_447;
  private static final int ANOTHER_USER = 10_001;

  private static final String ANOTHER = "0".repeat(64);
  private static final LibraryHashes KNOWS_ANOTHER = new LibraryHashes(Map.of(RESOURCE, ANOTHER));

  @TempDir private Path folder;

  @Test
  void aLibraryIsUnpackedOnce() throws IOException {
    CacheFolder cache = CacheFolder.of(Optional.of(folder), new CheckedFiles());
    Path file = cache.unpacked(RESOURCE, "1.0");
    Object identity = Files.readAttributes(file, "unix:ino").get("ino");

    assertThat(file).isEqualTo(folder.resolve("1.0/libjnidispatch.so")).hasSize(SIZE);
    cache.unpacked(RESOURCE, "1.0");
    assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", identity);
  }

  @Test
  void aFileOfTheWrongSizeIsReplaced() throws IOException {
    CacheFolder cache = CacheFolder.of(Optional.of(folder), new CheckedFiles());
    Path file = cache.unpacked(RESOURCE, "1.0");
    Files.write(file, new byte[10]);

    assertThat(cache.unpacked(RESOURCE, "1.0")).isEqualTo(file).hasSize(SIZE);
  }

  @Test
  void aLibraryOfTheRightSizeWithOneByteChangedIsReplaced() throws IOException {
    Path file = unpacked();
    byte[] right = Files.readAllBytes(file);
    byte[] wrong = right.clone();
    wrong[wrong.length / 2] ^= 1;
    Files.write(file, wrong);

    assertThat(unpacked()).hasBinaryContent(right);
  }

  @Test
  void aLibraryThatOthersCanWriteIsReplaced() throws IOException {
    Path file = unpacked();
    setPermissions(file, "rw-rw-rw-");
    Object identity = Files.readAttributes(file, "unix:ino").get("ino");

    assertThat(Files.getPosixFilePermissions(unpacked()))
        .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
    assertThat(Files.readAttributes(file, "unix:ino")).doesNotContainEntry("ino", identity);
  }

  @Test
  void aLinkIsReplacedAndTheFileBehindItIsLeftAsItIs() throws IOException {
    Path file = unpacked();
    Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);

    assertThat(unpacked()).hasSize(SIZE);
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(elsewhere).hasSize(SIZE);
  }

  @Test
  void aLinkInPlaceOfAVersionsFolderIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("1.0"), elsewhere);

    assertRefused(folder.resolve("1.0") + " is a link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "1.0"})
  void aFolderThatOthersCanWriteIsRefused(String open) throws IOException {
    unpacked();
    Path opened = setPermissions(folder.resolve(open).normalize(), "rwxrwxrwx");
    try {
      assertRefused("other users can write to " + opened);
    } finally {
      setPermissions(opened, "rwxr-xr-x");
    }
  }

  @Test
  void aFolderBelowOneThatOthersCanWriteIsRefusedUnlessEntriesAreTheirOwnersThere()
      throws IOException {
    Path parent = Files.createDirectory(folder.resolve("parent"));
    Path cache = Files.createDirectory(parent.resolve("cache"));
    setPermissions(parent, "rwxrwxrwx");
    assertThatThrownBy(() -> CacheFolder.of(Optional.of(cache), new CheckedFiles()))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("other users can write to " + parent, "native.dir");

    Files.setAttribute(parent, "unix:mode", 01777);
    assertThat(CacheFolder.of(Optional.of(cache), new CheckedFiles()).unpacked(RESOURCE, "1.0"))
        .hasSize(SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "1.0"})
  void aFolderOfAnotherUserIsRefused(String theirs) throws IOException {
    assumeRoot();
    unpacked();
    Files.setAttribute(folder.resolve(theirs).normalize(), "unix:uid", ANOTHER_USER);

    assertRefused("belongs to the user " + ANOTHER_USER);
  }

  @Test
  void aLibraryOfAnotherUserIsReplaced() throws IOException {
    assumeRoot();
    Path file = unpacked();
    Files.setAttribute(file, "unix:uid", ANOTHER_USER);

    assertThat(Files.getAttribute(unpacked(), "unix:uid")).isEqualTo(0);
  }

  @Test
  void aLibraryOfTheClassPathThatThisVersionDoesNotKnowIsNotUnpacked() throws IOException {
    CacheFolder cache = CacheFolder.of(Optional.of(folder), new CheckedFiles());
    String another = "0".repeat(64);

    for (Map<String, String> known : List.of(Map.<String, String>of(), Map.of(RESOURCE, another))) {
      assertThatThrownBy(() -> cache.with(new LibraryHashes(known)).unpacked(RESOURCE, "1.0"))
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageContaining("another " + RESOURCE);
    }
    assertThat(folder.resolve("1.0")).isEmptyDirectory();
  }

  /** Reading 90 MB takes a confined child a second. */
  @Test
  void whatAParentHasCheckedIsNotReadAgainUnlessItHasChanged() throws IOException {
    CheckedFiles checked = new CheckedFiles();
    Path file = CacheFolder.of(Optional.of(folder), checked).unpacked(RESOURCE, "1.0");
    checked.add(file, ANOTHER);
    CacheFolder child = CacheFolder.of(Optional.of(folder), ofParent(checked));
    assertThat(child.with(KNOWS_ANOTHER).unpacked(RESOURCE, "1.0")).isEqualTo(file);

    FileTime before = Files.getLastModifiedTime(file);
    Files.write(file, new byte[(int) SIZE]);
    Files.setLastModifiedTime(file, before);
    assertThat(CacheFolder.of(Optional.of(folder), ofParent(checked)).unpacked(RESOURCE, "1.0"))
        .satisfies(
            again -> assertThat(LibraryHashes.ofThisVersion().isContent(again, RESOURCE)).isTrue());
  }

  /** The record has a wrong hash of the file, so a process that reads the file fails. */
  @Test
  void whatAnEarlierProcessHasCheckedIsNotReadAgainUnlessItHasChanged() throws IOException {
    Path file = unpacked();
    recordAnother();
    assertThat(later().unpacked(RESOURCE, "1.0")).isEqualTo(file);

    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThatThrownBy(() -> later().unpacked(RESOURCE, "1.0")).hasMessageContaining("another");
  }

  @Test
  void aRecordThatOthersCanWriteIsNotBelieved() throws IOException {
    unpacked();
    setPermissions(recordAnother(), "rw-rw-rw-");

    assertThatThrownBy(() -> later().unpacked(RESOURCE, "1.0")).hasMessageContaining("another");
  }

  private Path recordAnother() throws IOException {
    Path record = folder.resolve("checked");
    String right = LibraryHashes.ofThisVersion().of(RESOURCE);
    assertThat(record).content().contains(right);
    return Files.writeString(record, Files.readString(record).replace(right, ANOTHER));
  }

  private CacheFolder later() throws IOException {
    return CacheFolder.of(Optional.of(folder), new CheckedFiles()).with(KNOWS_ANOTHER);
  }

  private static CheckedFiles ofParent(CheckedFiles parent) {
    String[] option = parent.optionsOfChild().get(0).substring(2).split("=", 2);
    System.setProperty(option[0], option[1]);
    try {
      return CheckedFiles.ofParent();
    } finally {
      System.clearProperty(option[0]);
    }
  }

  @Test
  void twoProcessesThatFindAWrongLibraryAtOnceBothGetTheRightOne() throws Exception {
    Files.write(unpacked(), new byte[(int) SIZE]);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  UnpackAndCompare.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    try (Stream<Path> left = Files.list(folder.resolve("1.0"))) {
      assertThat(left).hasSize(1);
    }
  }

  /** Fails unless what it gets is what the class path has. */
  static final class UnpackAndCompare {
    public static void main(String... arguments) throws IOException {
      Path file =
          CacheFolder.of(Optional.of(Path.of(arguments[0])), new CheckedFiles())
              .unpacked(RESOURCE, "1.0");
      if (!LibraryHashes.ofThisVersion().isContent(file, RESOURCE)) {
        throw new IOException("another library is there");
      }
    }
  }

  @Test
  void manyMayUnpackAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        files.add(
            threads.submit(
                () ->
                    CacheFolder.of(Optional.of(folder), new CheckedFiles())
                        .unpacked(RESOURCE, "1.0")));
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

    assertThatThrownBy(() -> CacheFolder.of(Optional.of(file), new CheckedFiles()))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("native.dir");
  }

  @Test
  void aFolderThatHoldsTheLibrariesNeedNotBeWritable() throws IOException {
    CacheFolder.of(Optional.of(folder), new CheckedFiles()).unpacked(RESOURCE, "1.0");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    try {
      assertThat(CacheFolder.of(Optional.of(link), new CheckedFiles()).unpacked(RESOURCE, "1.0"))
          .hasSize(SIZE);
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
  void aCacheOfTheUserThatOthersCanWriteIsNotUsed() throws IOException {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    setPermissions(cache, "rwxrwxrwx");

    assertThat(unpacked(Map.of("XDG_CACHE_HOME", cache.toString()), homeless()))
        .startsWith(folder.resolve("lynceus-eve"));
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

  private Path unpacked() throws IOException {
    return CacheFolder.of(Optional.of(folder), new CheckedFiles()).unpacked(RESOURCE, "1.0");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(this::unpacked)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(why, "native.dir");
  }

  private static Path setPermissions(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private void assumeRoot() throws IOException {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root can give files away");
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
    return CacheFolder.of(Optional.empty(), new CheckedFiles(), environment::get, properties::get)
        .unpacked(RESOURCE, "1.0");
  }
}
