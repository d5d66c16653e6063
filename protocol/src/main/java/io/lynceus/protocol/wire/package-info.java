/** Bytes between master and slaves: frames, handshake, Kryo codec, limits. */
@NullMarked
package io.lynceus.protocol.wire;

import org.jspecify.annotations.NullMarked;
