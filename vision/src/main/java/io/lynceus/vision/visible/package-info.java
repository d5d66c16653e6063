/** Pictures for eyes: made of a still so that people see more in it. No analysis looks at them. */
@NullMarked
package io.lynceus.vision.visible;

import org.jspecify.annotations.NullMarked;
