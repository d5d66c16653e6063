package io.lynceus.benchmarks.dispatch;

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
 * One client with a window: so many requests under way, and for each answer the next request. The
 * same for every broker that has a {@link Dialect}; one thread and one blocking socket, whose
 * requests are flushed when no answer is at hand.
 */
public final class WindowClient implements AutoCloseable {
  private static final int WRITE_BUFFER = 64 << 10;

  /** In the pixels of every request, so that no two images are the same. */
  private static final int STAMP_FROM_END = Long.BYTES + 2;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket = new Socket();
  private final Incoming in;
  private final OutputStream out;
  private final Dialect dialect;

  public WindowClient(int port, Dialect dialect) throws IOException {
    this.dialect = dialect;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new Incoming(socket.getInputStream());
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
    int answered = 0;
    while (now < end || answered < sent) {
      while (now < end && sent - answered < shape.window()) {
        stamp.putLong(request.length - STAMP_FROM_END, sent);
        sentAt[sent++ % shape.window()] = System.nanoTime();
        out.write(request);
      }
      if (in.isEmpty()) {
        out.flush();
      }
      dialect.awaitAnswer(in, out);
      now = System.nanoTime();
      if (answered == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * answered);
      }
      latencies[answered] = now - sentAt[answered % shape.window()];
      answered++;
    }
    Arrays.sort(latencies, 0, answered);
    return new Throughput(
        answered,
        Duration.ofNanos(now - start),
        Duration.ofNanos(latencies[answered / 2]),
        Duration.ofNanos(latencies[(int) (answered * 0.99)]),
        Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
