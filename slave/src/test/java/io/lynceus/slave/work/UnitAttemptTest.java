package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitAttemptTest {
  private final List<SlaveMessage> reports = new ArrayList<>();
  private boolean ended;

  /**
   * As the libraries say it: OpenCV, ONNX Runtime, C++ through OpenCV, the JVM in another thread.
   */
  static Stream<Exception> outOfMemory() {
    return Stream.of(
        new IllegalStateException(
            "OpenCV(4.9.0) /opencv/modules/core/src/alloc.cpp:73: error: (-4:Insufficient memory)"
                + " Failed to allocate 150000000 bytes in function 'OutOfMemoryError'"),
        new AnalysisException(
            "objects cannot be looked for",
            new IllegalStateException(
                "Error code - ORT_RUNTIME_EXCEPTION - message: bfc_arena.cc:376"
                    + " Failed to allocate memory for requested buffer of size 18874368")),
        new Exception("unknown exception: std::bad_alloc"),
        new UnreadableImageException("damaged", new OutOfMemoryError("Java heap space")));
  }

  @ParameterizedTest
  @MethodSource("outOfMemory")
  void aLackOfMemoryIsNoAnswerButTheEndOfTheThread(Exception thrown) throws Exception {
    assertThatThrownBy(() -> attempt(thrown).run()).isInstanceOf(OutOfMemoryError.class);
    assertThat(reports).containsExactly(new UnitStarted(2));
    assertThat(ended).isTrue();
  }

  @Test
  void anUndeclaredExceptionOfNativeCodeIsAnswered() throws Exception {
    attempt(new Exception("unknown exception")).run();
    assertThat(reports).hasSize(2);
    assertThat(ended).isTrue();
  }

  private UnitAttempt attempt(Exception thrown) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    PictureBudget budget = new PictureBudget(64 << 20);
    HeldImage image = new HeldImage(file.size(), new ImageHeader(ImageFormat.PNG, 8, 8, 1), budget);
    image.append(ByteBuffer.wrap(file.toByteArray()));
    AssignUnit order =
        new AssignUnit(
            1,
            2,
            Analysis.EDGES,
            Question.DEFAULT,
            Duration.ofSeconds(1),
            new Trace("t-1", Optional.of("yard")));
    return new SharedAttempt(
        order,
        image,
        new Resources(budget, new ParallelRuns(1, Duration.ZERO)),
        new Failing(thrown),
        reports::add,
        () -> ended = true);
  }

  /** Throws what it is told, declared or not, as native code does. */
  private record Failing(Exception thrown) implements Analyzer {
    @Override
    public Findings analyze(Picture picture, Question question) {
      throw Failing.<RuntimeException>unchecked(thrown);
    }

    @Override
    public long workBytes(Size size) {
      return 1;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception thrown) throws E {
      throw (E) thrown;
    }
  }
}
