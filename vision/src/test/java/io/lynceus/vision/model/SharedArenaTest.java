package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.decoding.Decoder;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.natives.SharedArena;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.ShippedNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SharedArenaTest {
  private static final List<Size> SIZES =
      List.of(
          new Size(640, 608),
          new Size(640, 576),
          new Size(640, 544),
          new Size(640, 512),
          new Size(640, 480),
          new Size(640, 448));

  private Network network;

  @BeforeEach
  void open() throws IOException {
    TestImage.loadLibraries();
    NetworkFile file = ShippedNetworks.read(ShippedNetworks.ALL.get(0));
    network = Network.open(file, Decoder.of(file.description()), 64);
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void theRunsOfFurtherSizesTakeTheMemoryOfTheFirst() throws Exception {
    assertThat(SharedArena.isRegistered()).isTrue();
    long before = residentBytes();
    run(new Size(640, 640));
    long first = residentBytes() - before;

    for (Size size : SIZES) {
      run(size);
    }

    assertThat(first).isPositive();
    assertThat(residentBytes() - before - first).isLessThan(first);
  }

  @Test
  void aNetworkRunsAsBeforeWhenItHasRested() throws Exception {
    float before = run(new Size(640, 480));
    network.rest();
    assertThat(run(new Size(640, 480))).isEqualTo(before);
  }

  private float run(Size size) throws OrtException {
    Mat grey = new Mat(size.height(), size.width(), CvType.CV_8UC3, Scalar.all(99));
    Letterbox letterbox = network.letterbox(size, 640);
    try (Outputs outputs = network.run(grey, letterbox)) {
      return outputs.values("cls512").get(7);
    } finally {
      grey.release();
    }
  }

  private static long residentBytes() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }
}
