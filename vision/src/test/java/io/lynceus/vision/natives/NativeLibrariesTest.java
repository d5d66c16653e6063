package io.lynceus.vision.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;

class NativeLibrariesTest {

  @Test
  void bothLibrariesAreLoadedAndMayBeLoadedAgain() throws IOException {
    NativeLibraries libraries = NativeLibraries.load(Optional.empty());

    assertThat(libraries.openCvVersion()).isEqualTo(Core.VERSION);
    assertThat(libraries.onnxRuntimeVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(libraries.jpegDecoder())
        .startsWith(TurboJpeg.loaded().isPresent() ? "libturbojpeg.so.0" : "OpenCV, which");
    assertThat(NativeLibraries.load(Optional.empty())).isEqualTo(libraries);
    assertThat(Core.getNumThreads()).isEqualTo(1);
  }

  /** In a JVM of its own, which is killed: nothing can be deleted at its end. */
  @Test
  void aProcessThatIsKilledLeavesNoTemporaryFolder(@TempDir Path temporary) throws Exception {
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                LoadThenDie.class.getName())
            .inheritIO()
            .start();

    assertThat(killed.waitFor()).isEqualTo(LoadThenDie.EXIT_CODE);
    assertThat(temporary).isEmptyDirectory();
  }

  /** Loads the libraries, and ends as if it had been killed. */
  static final class LoadThenDie {
    static final int EXIT_CODE = 9;

    public static void main(String... arguments) throws IOException {
      NativeLibraries.load(Optional.empty());
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_X64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, aarch64, MAC_ARM64",
    "Windows 11, amd64, WINDOWS_X64"
  })
  void everyPlatformHasBothLibraries(String os, String arch, Platform expected) throws IOException {
    Platform platform = Platform.of(os, arch);

    assertThat(platform).isEqualTo(expected);
    assertThat(Platform.class.getResource(platform.openCvResource("opencv_java490"))).isNotNull();
    assertThat(Platform.class.getResource(platform.onnxRuntimeResource("onnxruntime"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX_X64, libnone.so.0, libnone.so.0",
    "LINUX_X64, libc.so.6, tjGetErrorCode", // as a version that is too old
    "MAC_ARM64, libturbojpeg.so.0, Linux"
  })
  void whatIsNotTheRightLibturbojpegIsNotUsed(Platform platform, String library, String reason)
      throws IOException {
    NativeLibraries.load(Optional.empty());
    assertThatThrownBy(() -> TurboJpeg.open(platform, library))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anUnknownPlatformIsNamed() {
    assertThatThrownBy(() -> Platform.of("Plan 9", "mips"))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("Plan 9")
        .hasMessageContaining("mips");
  }
}
