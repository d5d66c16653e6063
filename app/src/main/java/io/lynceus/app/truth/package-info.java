/** Reads pictures that people have labelled: what is in them, and where. */
@NullMarked
package io.lynceus.app.truth;

import org.jspecify.annotations.NullMarked;
