/** Looks for patterns of the user's own, such as a sign or a key on its hook. */
@NullMarked
package io.lynceus.vision.match;

import org.jspecify.annotations.NullMarked;
