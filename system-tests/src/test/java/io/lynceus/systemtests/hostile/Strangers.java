package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections, from any loopback addresses, that take a place and come to nothing. Each sends
 * its start, and then a byte in each tenth of a second, if it drips. Up to 100 closed connections
 * connect again in each. Ends with {@link #close}, or after ten minutes.
 */
public final class Strangers implements AutoCloseable {
  private static final long ROUND_MILLIS = 100;
  private static final int MOST_ROUNDS = 6000;
  private static final int AGAIN_A_ROUND = 100;

  private final int port;
  private final Attack attack;
  private final List<SocketChannel> connections = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "strangers");
  private final ByteBuffer read = ByteBuffer.allocate(4096);
  private volatile boolean ended;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * How they attack.
   *
   * @param connections open, or tried, at a time
   * @param addresses from 127.0.0.1 on, which they share equally; at most 250
   * @param start what each sends first, a byte for a character (ISO 8859-1)
   * @param drips whether each goes on with zeros
   */
  public record Attack(int connections, int addresses, String start, boolean drips) {
    /** Of one address, without a byte. */
    public static Attack silent(int connections) {
      return new Attack(connections, 1, "", false);
    }

    public Attack from(int newAddresses) {
      return new Attack(connections, newAddresses, start, drips);
    }

    public Attack sending(String newStart) {
      return new Attack(connections, addresses, newStart, drips);
    }

    public Attack dripping() {
      return new Attack(connections, addresses, start, true);
    }

    @Override
    public String toString() {
      return "%d of %d addresses, %d bytes%s"
          .formatted(connections, addresses, start.length(), drips ? " and more" : "");
    }
  }

  /** Connects all of them, and goes on until closed. */
  public Strangers(int port, Attack attack) throws IOException {
    this.port = port;
    this.attack = attack;
    for (int i = 0; i < attack.connections(); i++) {
      connections.add(connect(i));
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Connections so far. */
  public int made() {
    return made.get();
  }

  private SocketChannel connect(int number) throws IOException {
    byte[] source = {127, 0, 0, (byte) (1 + number % attack.addresses())};
    made.incrementAndGet();
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    try {
      channel.write(ByteBuffer.wrap(attack.start().getBytes(ISO_8859_1)));
    } catch (IOException e) {
      // It has given way already: the next round connects again.
    }
    return channel;
  }

  private void run() {
    try {
      for (int round = 0; round < MOST_ROUNDS && !ended; round++) {
        Thread.sleep(ROUND_MILLIS);
        int again = 0;
        for (int i = 0; i < connections.size() && !ended; i++) {
          if (!isOpen(connections.get(i)) && again++ < AGAIN_A_ROUND) {
            connections.get(i).close();
            connections.set(i, connect(i));
          }
        }
      }
    } catch (IOException | InterruptedException e) {
      ended = true;
    }
  }

  private boolean isOpen(SocketChannel channel) {
    try {
      if (attack.drips()) {
        channel.write(ByteBuffer.wrap(new byte[1]));
      }
      return channel.read(read.clear()) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
