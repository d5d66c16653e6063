/** Regions of cameras whose contents are watched, and what is told of them. */
@NullMarked
package io.lynceus.model.watch;

import org.jspecify.annotations.NullMarked;
