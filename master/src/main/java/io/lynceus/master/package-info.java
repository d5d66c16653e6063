/** The master: admits images, splits them, gives work units to slaves, merges the outcomes. */
@NullMarked
package io.lynceus.master;

import org.jspecify.annotations.NullMarked;
