/** Decoders: from a network's outputs to boxes, vectors or labels, one class for each kind. */
@NullMarked
package io.lynceus.vision.decoding;

import org.jspecify.annotations.NullMarked;
