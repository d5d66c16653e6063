/** The accepted image files: their format, their end in a stream of bytes, their header. */
@NullMarked
package io.lynceus.model.image;

import org.jspecify.annotations.NullMarked;
