package io.lynceus.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackCommandTest {
  @TempDir Path folder;

  @Test
  void theLibrariesAreUnpackedAndLoaded() throws IOException {
    Run run = Run.of(new UnpackCommand(), "--dir", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("OpenCV 4.", "ONNX Runtime 1.");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(file -> file.getFileName().toString().replaceAll("\\d+", ""))
          .containsExactlyInAnyOrder(
              "checked",
              "libopencv_java.so",
              "libonnxruntime.so",
              "libonnxruntimej_jni.so",
              "libjnidispatch.so",
              "libsqlitejdbc.so");
    }
  }

  @Test
  void aFolderThatCannotBeCreatedIsNamed() throws IOException {
    Path taken = Files.createFile(folder.resolve("file"));

    Run run = Run.of(new UnpackCommand(), "--dir", taken.resolve("natives").toString());

    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains(taken.toString(), "set native.dir").hasLineCount(1);
  }
}
