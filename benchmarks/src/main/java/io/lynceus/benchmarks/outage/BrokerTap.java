package io.lynceus.benchmarks.outage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and a broker, hands on what each says, and notes what of one topic the
 * broker has taken: a QoS 1 message counts when its PUBACK goes back. A broker that is killed
 * forgets what it has not told its subscribers, so that a subscriber would know less. It speaks
 * MQTT 5.
 */
final class BrokerTap implements AutoCloseable {
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int FIRST_FAILURE = 0x80;
  private static final int MOST_BYTES = 16 << 20;

  private final ServerSocket listening;
  private final int broker;
  private final String topic;
  private final Told told;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread made = new Thread(work, "tap");
            made.setDaemon(true);
            return made;
          });

  /**
   * @param broker its port on loopback
   */
  BrokerTap(int broker, String topic, Told told) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.broker = broker;
    this.topic = topic;
    this.told = told;
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> join(client));
      } catch (IOException e) {
        // Closed, or a client that has gone already.
      }
    }
  }

  private void join(Socket client) {
    Map<Integer, String> onTheWay = new ConcurrentHashMap<>();
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), broker)) {
      threads.execute(
          () -> {
            try (client;
                server) {
              copy(server, client, (first, body) -> answered(first, body, onTheWay));
            } catch (IOException e) {
              // One of the two has gone, and the other one is told so.
            }
          });
      copy(client, server, (first, body) -> said(first, body, onTheWay));
    } catch (IOException e) {
      // The same; or the broker is not there.
    }
  }

  /** Sees each control packet: its first byte, and what follows the length. */
  private interface Note {
    void see(int first, byte[] body);
  }

  private static void copy(Socket from, Socket to, Note note) throws IOException {
    DataInputStream in = new DataInputStream(from.getInputStream());
    OutputStream out = to.getOutputStream();
    for (int first = in.read(); first >= 0; first = in.read()) {
      byte[] length = new byte[4];
      int digits = 0;
      int size = 0;
      do {
        length[digits] = in.readByte();
        size |= (length[digits] & 0x7f) << (7 * digits);
      } while (length[digits++] < 0 && digits < length.length);
      if (size > MOST_BYTES) {
        throw new IOException("a packet of " + size + " bytes");
      }
      byte[] body = new byte[size];
      in.readFully(body);
      ByteBuffer whole =
          ByteBuffer.allocate(1 + digits + size).put((byte) first).put(length, 0, digits).put(body);
      note.see(first, body);
      out.write(whole.array());
    }
  }

  private void said(int first, byte[] packet, Map<Integer, String> onTheWay) {
    if (first >> 4 != PUBLISH || (first >> 1 & 3) != 1) {
      return;
    }
    ByteBuffer body = ByteBuffer.wrap(packet);
    byte[] name = new byte[body.getShort() & 0xffff];
    body.get(name);
    int id = body.getShort() & 0xffff;
    int properties = varint(body); // none of them matters here
    body.position(body.position() + properties);
    if (new String(name, UTF_8).equals(topic)) {
      onTheWay.put(
          id, new String(Arrays.copyOfRange(packet, body.position(), body.limit()), UTF_8));
    }
  }

  private static int varint(ByteBuffer from) {
    int value = 0;
    int shift = 0;
    byte digit;
    do {
      digit = from.get();
      value |= (digit & 0x7f) << shift;
      shift += 7;
    } while (digit < 0);
    return value;
  }

  private void answered(int first, byte[] packet, Map<Integer, String> onTheWay) {
    if (first >> 4 == PUBACK) {
      ByteBuffer body = ByteBuffer.wrap(packet);
      String message = onTheWay.remove(body.getShort() & 0xffff);
      boolean refused = body.hasRemaining() && (body.get() & 0xff) >= FIRST_FAILURE;
      if (message != null && !refused) {
        told.take(message);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
