/**
 * Bytes between master and slaves: frames, handshake, Kryo codec, limits. {@link
 * io.lynceus.protocol.wire.WireEndpoint} puts them in front of a connection's own handler. {@code
 * docs/protocol.md} is normative.
 */
@NullMarked
package io.lynceus.protocol.wire;

import org.jspecify.annotations.NullMarked;
