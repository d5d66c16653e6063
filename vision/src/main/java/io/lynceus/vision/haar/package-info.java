/** Faces by a Haar cascade, as the student paper found them: for comparison, not the default. */
@NullMarked
package io.lynceus.vision.haar;

import org.jspecify.annotations.NullMarked;
