/** Pictures as files that are named by their contents. */
@NullMarked
package io.lynceus.store.pictures;

import org.jspecify.annotations.NullMarked;
