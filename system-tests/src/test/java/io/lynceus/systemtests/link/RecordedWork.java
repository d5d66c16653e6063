package io.lynceus.systemtests.link;

import static org.awaitility.Awaitility.await;

import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.slave.work.UnitService;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Replaces the workers: records all messages, and can stop reading. */
final class RecordedWork implements UnitService {
  /** Records messages, {@code chunk} for each chunk, and the start and end of connections. */
  final List<Object> events = new CopyOnWriteArrayList<>();

  final Map<Long, ByteArrayOutputStream> images = new ConcurrentHashMap<>();
  final AtomicLong imageBytes = new AtomicLong();
  final AtomicBoolean stopped = new AtomicBoolean();
  private final CountDownLatch goOn;
  private final List<Reporter> reporters = new CopyOnWriteArrayList<>();

  private RecordedWork(CountDownLatch goOn) {
    this.goOn = goOn;
  }

  /** Reads everything. */
  static RecordedWork reading() {
    return new RecordedWork(new CountDownLatch(0));
  }

  /** Stops in the first chunk of an image until {@link #resume}. */
  static RecordedWork stoppingAtTheFirstChunk() {
    return new RecordedWork(new CountDownLatch(1));
  }

  void resume() {
    goOn.countDown();
  }

  Reporter reporter() {
    await().until(() -> !reporters.isEmpty());
    return reporters.get(reporters.size() - 1);
  }

  @Override
  public void connected(Reporter reporter) {
    events.add("connected");
    reporters.add(reporter);
  }

  @Override
  public void disconnected() {
    events.add("disconnected");
  }

  @Override
  public void handle(MasterMessage message) {
    events.add(message);
  }

  @Override
  public void imageChunk(long task, ByteBuffer bytes) {
    events.add("chunk");
    imageBytes.addAndGet(bytes.remaining());
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    images.computeIfAbsent(task, key -> new ByteArrayOutputStream()).writeBytes(copy);
    stopped.set(true);
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public SlaveHeartbeat load() {
    return new SlaveHeartbeat(0, 0, MemoryUse.NONE);
  }

  @Override
  public int slots() {
    return 3;
  }

  @Override
  public Processors processors() {
    return Processors.of(3);
  }
}
