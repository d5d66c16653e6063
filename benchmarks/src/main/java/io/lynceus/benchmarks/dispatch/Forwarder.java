package io.lynceus.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * The upper bound: a program between client and workers that decides nothing. It passes the
 * client's frames (a length, then that many bytes) to two workers in turn, and their replies to the
 * client; each frame at once, or all available frames in one write.
 */
final class Forwarder implements Dialect {
  private static final byte[] REPLY = frame("no faults.".getBytes(US_ASCII));

  @Override
  public byte[] request(byte[] image) {
    return frame(image);
  }

  @Override
  public void awaitReply(BufferedInput in, OutputStream out) throws IOException {
    in.skip(in.integer());
  }

  private static byte[] frame(byte[] payload) {
    return ByteBuffer.allocate(Integer.BYTES + payload.length)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** One connection. */
  private static final class FrameStream {
    private static final int WRITE_BUFFER = 64 << 10;

    private final BufferedInput in;
    private final OutputStream out;

    FrameStream(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      in = new BufferedInput(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BUFFER);
    }

    /**
     * Passes this connection's next frame to another.
     *
     * @param waits whether the frame may stay buffered while more frames are available
     */
    void pass(FrameStream other, boolean waits) throws IOException {
      int length = in.integer();
      synchronized (other.out) {
        other.out.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        in.copy(length, other.out);
        if (!waits || in.isEmpty()) {
          other.out.flush();
        }
      }
    }
  }

  /** Accepts two workers, then serves one client after the other. */
  static final class Broker {
    private final boolean batches;
    private volatile FrameStream client;

    /** Before the first client this is a placeholder: workers send nothing without a request. */
    private Broker(FrameStream first, boolean batches) {
      client = first;
      this.batches = batches;
    }

    /** Listens until killed: {@code PORT_FOR_WORKERS PORT_FOR_CLIENTS BATCHES}. */
    public static void main(String[] args) throws IOException {
      try (ServerSocket forWorkers = listen(args[0]);
          ServerSocket server = listen(args[1])) {
        FrameStream[] workers = {
          new FrameStream(forWorkers.accept()), new FrameStream(forWorkers.accept())
        };
        Broker broker = new Broker(workers[0], args[2].equals("1"));
        for (FrameStream worker : workers) {
          new Thread(() -> broker.returnReplies(worker)).start();
        }
        while (true) {
          broker.serve(new FrameStream(server.accept()), workers);
        }
      }
    }

    private static ServerSocket listen(String port) throws IOException {
      return new ServerSocket(Integer.parseInt(port), 8, InetAddress.getLoopbackAddress());
    }

    private void returnReplies(FrameStream worker) {
      try {
        while (true) {
          worker.in.await();
          worker.pass(client, batches);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a worker is gone", e);
      }
    }

    private void serve(FrameStream next, FrameStream[] workers) {
      client = next;
      try {
        for (int turn = 0; ; turn = 1 - turn) {
          next.pass(workers[turn], batches);
          if (next.in.isEmpty()) {
            workers[1 - turn].out.flush();
          }
        }
      } catch (IOException e) {
        // The client has left and has all its replies.
      }
    }
  }

  /** A worker that replies to each frame with ten bytes. */
  static final class ForwarderWorker {
    private ForwarderWorker() {}

    /** Works until the connection ends: {@code PORT}. */
    public static void main(String[] args) throws IOException {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        FrameStream line = new FrameStream(socket);
        while (true) {
          if (line.in.isEmpty()) {
            line.out.flush();
          }
          line.in.skip(line.in.integer());
          line.out.write(REPLY);
        }
      }
    }
  }
}
