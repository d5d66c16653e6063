package io.lynceus.benchmarks.dispatch;

import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.dispatch.Engine.Throughput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * A client that keeps a fixed number of requests in flight: each reply triggers the next request.
 * The same for every broker with a {@link Dialect}. Uses one thread and one blocking socket;
 * requests are flushed when no reply is available.
 */
public final class WindowClient implements AutoCloseable {
  private static final int WRITE_BUFFER = 64 << 10;

  /** The position of a number in every request's pixels, so that all images differ. */
  private static final int STAMP_FROM_END = Long.BYTES + 2;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Socket socket = new Socket();
  private final BufferedInput in;
  private final OutputStream out;
  private final Dialect dialect;

  public WindowClient(int port, Dialect dialect) throws IOException {
    this.dialect = dialect;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInput(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BUFFER);
    dialect.greet(in, out);
  }

  public Throughput run(Shape shape) throws IOException {
    byte[] request = dialect.request(TinyBmp.of(shape.imageBytes()));
    ByteBuffer stamp = ByteBuffer.wrap(request);
    long[] sentAt = new long[shape.window()];
    long[] latencies = new long[1 << 16];
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long end = start + shape.time().toNanos();
    long now = start;
    int sent = 0;
    int replied = 0;
    while (now < end || replied < sent) {
      while (now < end && sent - replied < shape.window()) {
        stamp.putLong(request.length - STAMP_FROM_END, sent);
        sentAt[sent++ % shape.window()] = System.nanoTime();
        out.write(request);
      }
      if (in.isEmpty()) {
        out.flush();
      }
      dialect.awaitReply(in, out);
      now = System.nanoTime();
      if (replied == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * replied);
      }
      latencies[replied] = now - sentAt[replied % shape.window()];
      replied++;
    }
    Arrays.sort(latencies, 0, replied);
    return new Throughput(
        replied,
        Duration.ofNanos(now - start),
        Duration.ofNanos(latencies[replied / 2]),
        Duration.ofNanos(latencies[(int) (replied * 0.99)]),
        Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
