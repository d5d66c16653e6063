package io.lynceus.vision.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.vision.TestImage;
import io.lynceus.vision.inspection.TestJpeg;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

@EnabledOnOs(OS.LINUX)
class NativeMessagesTest {
  private static final String WARNING = "Corrupt JPEG data: premature end of data segment\n";

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void aListenerHearsWhatItsOwnCallsWrite() {
    try (NativeMessages messages = NativeMessages.listen()) {
      assertThat(messages.text()).contains("");
      decode(TestJpeg.baseline().cutAt(0.5));
      assertThat(messages.text()).contains(WARNING);
    }
  }

  @Test
  void aListenerHearsNothingOfWhatAnInnerOneHears() {
    try (NativeMessages outer = NativeMessages.listen()) {
      try (NativeMessages inner = NativeMessages.listen()) {
        decode(TestJpeg.baseline().cutAt(0.5));
        assertThat(inner.text()).contains(WARNING);
      }
      assertThat(outer.text()).contains("");
      decode(TestJpeg.baseline().cutAt(0.5));
      assertThat(outer.text()).contains(WARNING);
    }
  }

  @Test
  void whatNobodyListensToIsWrittenToStandardError() {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, UTF_8));
    try {
      decode(TestJpeg.baseline().cutAt(0.5));
    } finally {
      System.setErr(before);
    }
    assertThat(errors.toString(UTF_8)).isEqualTo(WARNING);
  }

  @Test
  void aLongTextIsKeptInPart() {
    int most = 16 << 10;
    TestJpeg cut = TestJpeg.baseline().cutAt(0.01);
    try (NativeMessages messages = NativeMessages.listen()) {
      for (int written = 0; written < 2 * most; written += WARNING.length()) {
        decode(cut);
      }
      assertThat(messages.text().orElseThrow()).startsWith(WARNING).hasSize(most);
    }
  }

  private static void decode(TestJpeg jpeg) {
    Imgcodecs.imdecode(new MatOfByte(jpeg.bytes()), Imgcodecs.IMREAD_REDUCED_GRAYSCALE_8).release();
  }
}
