/** How many of what are in a picture. */
@NullMarked
package io.lynceus.model.counts;

import org.jspecify.annotations.NullMarked;
