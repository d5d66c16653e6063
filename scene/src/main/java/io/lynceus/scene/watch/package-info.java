/** Whether what should be in a region of a camera's stills is there. Pure logic. */
@NullMarked
package io.lynceus.scene.watch;

import org.jspecify.annotations.NullMarked;
