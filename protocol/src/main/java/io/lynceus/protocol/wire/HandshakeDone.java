package io.lynceus.protocol.wire;

/**
 * Fired through a pipeline when the peer has proved itself: messages may be written, and will come.
 *
 * @param peerVersion the peer's Lynceus version, printable ASCII, for logs
 */
public record HandshakeDone(String peerVersion) {}
