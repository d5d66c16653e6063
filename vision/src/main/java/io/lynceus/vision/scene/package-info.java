/** Measures of a still as a whole, from which others tell how the camera is. */
@NullMarked
package io.lynceus.vision.scene;

import org.jspecify.annotations.NullMarked;
