package io.lynceus.master.sources.still;

import io.lynceus.master.gateway.SampleImages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A camera that answers when the test tells it to. */
final class ScriptedOrigin implements StillOrigin {
  /** Whether each attempt wanted a still in any case. */
  final List<Boolean> attempts = new ArrayList<>();

  int aborted;
  boolean closed;
  boolean keepsPace;
  StillBuffer into;
  Receiver receiver;

  @Override
  public void next(boolean afresh, StillBuffer buffer, Receiver told) {
    attempts.add(afresh);
    into = buffer;
    receiver = told;
  }

  /** Answers with a JPEG that is another for each number. */
  void still(int number) {
    still(jpeg(number));
  }

  void still(byte[] bytes) {
    FetchFailure failure = into.append(ByteBuffer.wrap(bytes));
    if (failure == null) {
      receiver.still();
    } else {
      receiver.failed(failure);
    }
  }

  static byte[] jpeg(int number) {
    return SampleImages.encoded("jpg", 24 + number, 16);
  }

  @Override
  public void abort() {
    aborted++;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(5);
  }

  @Override
  public boolean keepsPace() {
    return keepsPace;
  }
}
