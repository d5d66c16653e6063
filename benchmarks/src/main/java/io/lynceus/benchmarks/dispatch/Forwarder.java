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
 * The ceiling: a program between client and workers that decides nothing. It gives the client's
 * frames (a length, then so many bytes) to two workers in turn, and their answers to the client;
 * each at once, or all that are at hand in one write.
 */
final class Forwarder implements Dialect {
  private static final byte[] ANSWER = frame("no faults.".getBytes(US_ASCII));

  @Override
  public byte[] request(byte[] image) {
    return frame(image);
  }

  @Override
  public void awaitAnswer(Incoming in, OutputStream out) throws IOException {
    in.skip(in.integer());
  }

  private static byte[] frame(byte[] payload) {
    return ByteBuffer.allocate(Integer.BYTES + payload.length)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** One connection, both ways. */
  private static final class Line {
    private static final int WRITE_BUFFER = 64 << 10;

    private final Incoming in;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      in = new Incoming(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BUFFER);
    }

    /**
     * Gives this line's next frame to another.
     *
     * @param waits whether it may wait in a buffer while more frames are at hand
     */
    void pass(Line other, boolean waits) throws IOException {
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

  /** Takes two workers, then serves one client after the other. */
  static final class Broker {
    private final boolean batches;
    private volatile Line client;

    /** Until a client comes, the only one that could be answered is a worker itself. */
    private Broker(Line first, boolean batches) {
      client = first;
      this.batches = batches;
    }

    /** Listens until it is killed: {@code PORT_FOR_WORKERS PORT_FOR_CLIENTS BATCHES}. */
    public static void main(String[] args) throws IOException {
      try (ServerSocket forWorkers = listen(args[0]);
          ServerSocket server = listen(args[1])) {
        Line[] workers = {new Line(forWorkers.accept()), new Line(forWorkers.accept())};
        Broker broker = new Broker(workers[0], args[2].equals("1"));
        for (Line worker : workers) {
          new Thread(() -> broker.answer(worker)).start();
        }
        while (true) {
          broker.serve(new Line(server.accept()), workers);
        }
      }
    }

    private static ServerSocket listen(String port) throws IOException {
      return new ServerSocket(Integer.parseInt(port), 8, InetAddress.getLoopbackAddress());
    }

    private void answer(Line worker) {
      try {
        while (true) {
          worker.in.await();
          worker.pass(client, batches);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a worker is gone", e);
      }
    }

    private void serve(Line next, Line[] workers) {
      client = next;
      try {
        for (int turn = 0; ; turn = 1 - turn) {
          next.pass(workers[turn], batches);
          if (next.in.isEmpty()) {
            workers[1 - turn].out.flush();
          }
        }
      } catch (IOException e) {
        // The client has left; all that it sent was answered.
      }
    }
  }

  /** A worker that answers each frame with ten bytes. */
  static final class Worker {
    private Worker() {}

    /** Works until the connection ends: {@code PORT}. */
    public static void main(String[] args) throws IOException {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        Line line = new Line(socket);
        while (true) {
          if (line.in.isEmpty()) {
            line.out.flush();
          }
          line.in.skip(line.in.integer());
          line.out.write(ANSWER);
        }
      }
    }
  }
}
