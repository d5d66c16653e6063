package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections, from any loopback addresses, that take a place and come to nothing. Each sends
 * its start, and then a byte in each round, if it drips. Some of the closed connections connect
 * again in each round. Ends with {@link #close}, or after ten minutes.
 */
public final class Strangers implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(10);

  private final int port;
  private final Attack attack;
  private final List<SocketChannel> connections = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "strangers");
  private final ByteBuffer read = ByteBuffer.allocate(4096);
  private volatile boolean ended;
  private volatile int open;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * How they attack.
   *
   * @param connections open, or tried, at a time
   * @param addresses from 127.0.0.1 on, which they share equally; at most 250
   * @param start what each sends first, a byte for a character (ISO 8859-1)
   * @param drips whether each goes on with a zero in each round
   * @param pace of the rounds
   */
  public record Attack(int connections, int addresses, String start, boolean drips, Pace pace) {
    /** Of one address, without a byte, at the fast pace. */
    public static Attack silent(int connections) {
      return new Attack(connections, 1, "", false, Pace.FAST);
    }

    public Attack from(int newAddresses) {
      return new Attack(connections, newAddresses, start, drips, pace);
    }

    public Attack sending(String newStart) {
      return new Attack(connections, addresses, newStart, drips, pace);
    }

    public Attack dripping() {
      return new Attack(connections, addresses, start, true, pace);
    }

    public Attack at(Pace newPace) {
      return new Attack(connections, addresses, start, drips, newPace);
    }

    @Override
    public String toString() {
      return "%d of %d addresses, %d bytes%s"
          .formatted(connections, addresses, start.length(), drips ? " and more" : "");
    }
  }

  /**
   * How fast they are.
   *
   * @param round the time between two rounds
   * @param again the most closed connections that connect again in a round
   */
  public record Pace(Duration round, int again) {
    public static final Pace FAST = new Pace(Duration.ofMillis(100), 100);
    public static final Pace SLOW = new Pace(Duration.ofSeconds(1), 50);
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

  /** How many were open after the last round. */
  public int open() {
    return open;
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
      long rounds = MOST.dividedBy(attack.pace().round());
      for (long round = 0; round < rounds && !ended; round++) {
        Thread.sleep(attack.pace().round().toMillis());
        int alive = 0;
        int again = 0;
        for (int i = 0; i < connections.size() && !ended; i++) {
          if (isOpen(connections.get(i))) {
            alive++;
          } else if (again++ < attack.pace().again()) {
            connections.get(i).close();
            connections.set(i, connect(i));
          }
        }
        open = alive;
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
      int got = channel.read(read.clear());
      while (got > 0) {
        got = channel.read(read.clear());
      }
      return got == 0;
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
