/** Bounded decoding of image files, and the owner of their native memory. */
@NullMarked
package io.lynceus.vision.image;

import org.jspecify.annotations.NullMarked;
