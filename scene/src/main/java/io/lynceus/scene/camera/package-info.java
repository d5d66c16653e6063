/** Cameras, as their owner describes them: where stills come from, and what counts in them. */
@NullMarked
package io.lynceus.scene.camera;

import org.jspecify.annotations.NullMarked;
