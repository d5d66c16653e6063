/** Faces as slaves see them. */
@NullMarked
package io.lynceus.model.people;

import org.jspecify.annotations.NullMarked;
