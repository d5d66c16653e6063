package io.lynceus.systemtests.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lynceus.master.slaves.SlavesPort;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hand-written client of the slaves' port that follows docs/protocol.md without the project's own
 * code.
 */
final class HandWrittenSlave implements AutoCloseable {
  static final int HELLO = 1;
  static final int PROOF = 2;
  static final int MESSAGE = 16;
  static final int IMAGE_CHUNK = 17;

  private static final byte SLAVE = 1;
  private static final int SCHEMA_BYTES = 32;

  final Socket socket;
  private final DataInputStream in;
  private byte[] hello = new byte[0];
  private byte[] masterHello = new byte[0];

  HandWrittenSlave(SlavesPort port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A connection that has passed the handshake and not registered. */
  static HandWrittenSlave proved(SlavesPort port) throws Exception {
    byte[] schema;
    try (HandWrittenSlave first = new HandWrittenSlave(port)) {
      first.hello(1, "1.0", new byte[SCHEMA_BYTES]);
      byte[] hello = first.masterHello;
      schema = java.util.Arrays.copyOfRange(hello, hello.length - SCHEMA_BYTES, hello.length);
    }
    HandWrittenSlave peer = new HandWrittenSlave(port);
    peer.hello(1, "1.0", schema);
    peer.send(PROOF, peer.proof());
    peer.receive();
    return peer;
  }

  /** Sends hello and reads the master's. */
  void hello(int protocol, String software, byte[] schema) throws IOException {
    byte[] challenge = new byte[32];
    new SecureRandom().nextBytes(challenge);
    hello = hello(protocol, software, SLAVE, challenge, schema);
    send(HELLO, hello);
    masterHello = receive();
  }

  static byte[] hello(int protocol, String software, byte role, byte[] challenge, byte[] schema) {
    byte[] name = software.getBytes(US_ASCII);
    return ByteBuffer.allocate(8 + name.length + challenge.length + schema.length)
        .put("LYNC".getBytes(US_ASCII))
        .putShort((short) protocol)
        .put((byte) name.length)
        .put(name)
        .put(role)
        .put(challenge)
        .put(schema)
        .array();
  }

  private byte[] proof() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(LinkFixture.SECRET.getBytes(US_ASCII), "HmacSHA256"));
    mac.update("lynceus-handshake-1\0".getBytes(US_ASCII));
    mac.update(SLAVE);
    for (byte[] said : new byte[][] {hello, masterHello}) {
      mac.update(ByteBuffer.allocate(2).putShort(0, (short) said.length));
      mac.update(said);
    }
    return mac.doFinal();
  }

  void send(int type, byte[] payload) throws IOException {
    write(frame(payload.length + 1, type, payload));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  static byte[] frame(int length, int type, byte... payload) {
    return ByteBuffer.allocate(5 + payload.length)
        .putInt(length)
        .put((byte) type)
        .put(payload)
        .array();
  }

  /** The payload of the next frame. */
  byte[] receive() throws IOException {
    byte[] payload = new byte[in.readInt() - 1];
    in.readByte();
    in.readFully(payload);
    return payload;
  }

  /** Reads until the master has ended the connection. */
  void awaitEnd() {
    try {
      while (in.read() >= 0) {
        // Drops bytes that were on the way.
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (IOException e) {
      // It was reset.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
