package io.lynceus.protocol.wire;

/**
 * Fired through a pipeline when the peer has proved itself: from now on both sides send messages.
 *
 * @param peerVersion the peer's Lynceus version, printable ASCII, for logs
 */
public record HandshakeDone(String peerVersion) {}
