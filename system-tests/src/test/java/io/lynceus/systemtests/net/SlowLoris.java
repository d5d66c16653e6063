package io.lynceus.systemtests.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A slow-loris attack: many connections from several loopback addresses, each of which sends the
 * start of an image and then one byte per second. Up to 50 closed connections per second connect
 * again. Ends with {@link #close}, or after ten minutes.
 */
final class SlowLoris implements AutoCloseable {
  private static final long ROUND_MILLIS = 1000;
  private static final int MOST_ROUNDS = 600;
  private static final int AGAIN_A_ROUND = 50;
  private static final byte[] IMAGE_START = {
    (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 127
  };

  private final int port;
  private final int addresses;
  private final List<SocketChannel> connections = new ArrayList<>();
  private final Thread thread = new Thread(this::drip, "slow-loris");
  private final ByteBuffer read = ByteBuffer.allocate(4096);
  private volatile boolean ended;
  private volatile int open;

  /**
   * Connects and starts sending.
   *
   * @param count the number of connections
   * @param addresses the addresses that they come from, in equal parts
   */
  SlowLoris(int port, int count, int addresses) throws IOException {
    this.port = port;
    this.addresses = addresses;
    for (int i = 0; i < count; i++) {
      connections.add(connect(i));
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** The number of open connections after the last round. */
  int open() {
    return open;
  }

  private SocketChannel connect(int number) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(LoopbackClient.address(2 + number % addresses), 0));
    channel.connect(new InetSocketAddress(LoopbackClient.address(1), port));
    channel.configureBlocking(false);
    channel.write(ByteBuffer.wrap(IMAGE_START));
    return channel;
  }

  private void drip() {
    try {
      for (int round = 0; round < MOST_ROUNDS && !ended; round++) {
        Thread.sleep(ROUND_MILLIS);
        int alive = 0;
        int again = 0;
        for (int i = 0; i < connections.size() && !ended; i++) {
          if (isOpen(connections.get(i))) {
            alive++;
          } else if (again++ < AGAIN_A_ROUND) {
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
      channel.write(ByteBuffer.wrap(new byte[1]));
      return channel.read(read.clear()) == 0;
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
