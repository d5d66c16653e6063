package io.lynceus.protocol.wire;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * One side's part of the proof that both know the secret, without sockets.
 *
 * <pre>{@code
 * slave                              master
 *   | ---------- HELLO ---------------> |
 *   | <--------- HELLO ---------------- |   both compare versions and schema
 *   | ---------- PROOF ---------------> |   or REFUSAL comes back
 *   | <--------- PROOF ---------------- |
 * }</pre>
 *
 * The slave proves itself first: whoever can reach the master's port gets nothing out of it that
 * was computed with the secret, and so nothing to guess the secret by at leisure. A slave does give
 * such a proof to whatever answers at the address that it was told.
 */
final class Handshake {
  private final Role role;
  private final ClusterSecret secret;
  private final Hello mine;
  private @Nullable Hello peer;

  Handshake(Role role, ClusterSecret secret, Hello mine) {
    this.role = role;
    this.secret = secret;
    this.mine = mine;
  }

  /** A handshake of this build with a challenge of its own. */
  static Handshake begin(Role role, ClusterSecret secret, String software, SecureRandom random) {
    byte[] challenge = new byte[Hello.CHALLENGE_BYTES];
    random.nextBytes(challenge);
    byte[] hello = Hello.write(Hello.PROTOCOL_VERSION, software, role, challenge, Schema.hash());
    try {
      return new Handshake(role, secret, Hello.read(hello));
    } catch (HandshakeException e) {
      throw new IllegalArgumentException("a version is up to 64 printable ASCII characters", e);
    }
  }

  byte[] hello() {
    return mine.bytes();
  }

  /** Takes the peer's hello, or says why the two do not fit. */
  void accept(Hello hello) throws HandshakeException {
    mine.accept(hello, role.peer());
    peer = hello;
  }

  /** Whether the peer's hello has been accepted. */
  boolean knowsPeer() {
    return peer != null;
  }

  /** This side's proof. Only after the peer's hello. */
  byte[] proof() {
    return secret.proof(role, slaveHello(), masterHello());
  }

  /** Whether the peer knows the secret. Only after its hello. */
  boolean accepts(byte[] proof) {
    return secret.accepts(proof, role.peer(), slaveHello(), masterHello());
  }

  /** The peer's Lynceus version. Only after its hello. */
  String peerSoftware() {
    return peer().software();
  }

  private byte[] slaveHello() {
    return (role == Role.SLAVE ? mine : peer()).bytes();
  }

  private byte[] masterHello() {
    return (role == Role.MASTER ? mine : peer()).bytes();
  }

  private Hello peer() {
    if (peer == null) {
      throw new IllegalStateException("the peer has not said hello");
    }
    return peer;
  }
}
