/**
 * Bytes between master and slaves: frames, handshake, Kryo codec, limits. {@link
 * io.lynceus.protocol.wire.WireEndpoint} puts the three in front of a connection's own handler;
 * {@code docs/protocol.md} is their law.
 */
@NullMarked
package io.lynceus.protocol.wire;

import org.jspecify.annotations.NullMarked;
