/** Which of the candidates that the networks put out are reported. */
@NullMarked
package io.lynceus.vision.selection;

import org.jspecify.annotations.NullMarked;
