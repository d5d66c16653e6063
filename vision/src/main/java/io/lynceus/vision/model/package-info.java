/** The networks' files, and the decoding of what they put out. */
@NullMarked
package io.lynceus.vision.model;

import org.jspecify.annotations.NullMarked;
