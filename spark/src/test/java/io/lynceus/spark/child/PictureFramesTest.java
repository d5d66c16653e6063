package io.lynceus.spark.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.spark.child.PictureFrames.Question;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureFramesTest {
  private static final Ask ASK =
      Ask.DEFAULT
          .withAnalyses(List.of(Analysis.FACES, Analysis.OBJECTS))
          .withOption("labels", "person,traffic light")
          .withCamera(Optional.of(new Camera("door")))
          .withTime(Optional.of(OffsetDateTime.parse("2025-03-09T17:05:59+01:00")));

  private static byte[] written(Ask ask, byte[] file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PictureFrames.write(new DataOutputStream(bytes), new Question(ask, file));
    return bytes.toByteArray();
  }

  private static Optional<Question> read(byte[] bytes, int most) throws IOException {
    return PictureFrames.read(new DataInputStream(new ByteArrayInputStream(bytes)), most);
  }

  @Test
  void aQuestionArrivesAsItWasSent() throws IOException {
    for (Ask ask : List.of(ASK, Ask.DEFAULT)) {
      Question read = read(written(ask, new byte[] {1, 2, 3}), 3).orElseThrow();
      assertThat(read.ask()).isEqualTo(ask);
      assertThat(read.file()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void theEndOfTheExecutorIsTheEnd() throws IOException {
    assertThat(read(new byte[0], 3)).isEmpty();
    byte[] whole = written(ASK, new byte[] {1, 2, 3});
    for (int length = 4; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part, 3)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void nothingIsAllocatedForMoreThanIsAllowed() throws IOException {
    byte[] question = written(ASK, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> read(question, 2)).hasMessageContaining("3 of at most 2");
    assertThatThrownBy(() -> read(new byte[] {127, 0, 0, 0}, 3)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(new byte[] {-1, 0, 0, 0}, 3)).isInstanceOf(IOException.class);
  }
}
