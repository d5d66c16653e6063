/** Faces that are found: turned upright and measured, before a network makes a vector of them. */
@NullMarked
package io.lynceus.vision.face;

import org.jspecify.annotations.NullMarked;
