/** Keeps images that killed slaves in a folder of bounded size. */
@NullMarked
package io.lynceus.master.quarantine;

import org.jspecify.annotations.NullMarked;
