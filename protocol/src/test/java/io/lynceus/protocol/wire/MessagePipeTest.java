package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Findings;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessagePipeTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final List<Message> messages = new ArrayList<>();
  private final ByteArrayOutputStream image = new ByteArrayOutputStream();

  private final MessagePipe.Receiver receiver =
      new MessagePipe.Receiver() {
        @Override
        public void message(Message message) {
          messages.add(message);
        }

        @Override
        public void imageChunk(long task, ByteBuffer bytes) {
          assertThat(task).isEqualTo(7);
          assertThat(bytes.remaining()).isLessThanOrEqualTo(ImageChunk.MAX_BYTES);
          while (bytes.hasRemaining()) {
            image.write(bytes.get());
          }
        }
      };

  private MessagePipe from(Role sender, byte[] bytes) {
    return new MessagePipe(new ByteArrayInputStream(bytes), written, sender);
  }

  private byte[] written(Message... sent) throws IOException {
    MessagePipe pipe = new MessagePipe(InputStream.nullInputStream(), written, Role.SLAVE);
    for (Message message : sent) {
      pipe.write(message);
    }
    return written.toByteArray();
  }

  private void readAll(MessagePipe pipe) throws IOException {
    while (pipe.read(receiver)) {
      // The receiver has it.
    }
  }

  @Test
  void messagesAndAFileArriveWholeAndInOrder() throws IOException {
    byte[] file = new byte[3 * ImageChunk.MAX_BYTES + 1];
    new Random(1).nextBytes(file);
    MessagePipe pipe = new MessagePipe(InputStream.nullInputStream(), written, Role.SLAVE);
    pipe.write(new CancelUnit(1));
    pipe.writeImage(7, ByteBuffer.wrap(file));
    pipe.write(new TaskClosed(7));

    readAll(from(Role.MASTER, written.toByteArray()));
    assertThat(messages).containsExactly(new CancelUnit(1), new TaskClosed(7));
    assertThat(image.toByteArray()).isEqualTo(file);
  }

  @Test
  void aFrameThatIsCutOffIsTheEnd() throws IOException {
    byte[] bytes = written(new CancelUnit(1), new CancelUnit(2));
    readAll(from(Role.MASTER, Arrays.copyOf(bytes, bytes.length - 1)));
    assertThat(messages).containsExactly(new CancelUnit(1));
  }

  @Test
  void whatCameTogetherWithBadBytesIsReadBeforeThem() throws IOException {
    written(new CancelUnit(1));
    written.write("# A fatal error has been detected".getBytes(US_ASCII));
    MessagePipe pipe = from(Role.MASTER, written.toByteArray());
    assertThat(pipe.read(receiver)).isTrue();
    assertThat(messages).containsExactly(new CancelUnit(1));
    assertThatThrownBy(() -> pipe.read(receiver)).isInstanceOf(WireException.class);
  }

  @Test
  void whatThePeerMayNotSendIsRefused() throws IOException {
    byte[] order = written(new CancelUnit(1));
    assertThatThrownBy(() -> from(Role.SLAVE, order).read(receiver))
        .isInstanceOf(WireException.class);
    byte[] text = "# A fatal error has been detected".getBytes(US_ASCII);
    assertThatThrownBy(() -> from(Role.SLAVE, text).read(receiver))
        .isInstanceOf(WireException.class);
  }

  @Test
  void aMessageBeyondALimitIsNotWrittenAndTheNextOneIs() throws IOException {
    MessagePipe pipe = new MessagePipe(InputStream.nullInputStream(), written, Role.MASTER);
    UnitDone tooMuch =
        new UnitDone(
            1,
            Findings.NONE.withNumber("n", Double.NaN),
            new UnitTiming(Duration.ZERO, Duration.ZERO));
    assertThatThrownBy(() -> pipe.write(tooMuch)).isInstanceOf(WireException.class);
    assertThat(written.size()).isZero();
    UnitFailed instead = new UnitFailed(1, FailureReason.ANALYSIS_FAILED, "too much");
    pipe.write(instead);
    readAll(from(Role.SLAVE, written.toByteArray()));
    assertThat(messages).containsExactly(instead);
  }
}
