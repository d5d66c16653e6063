/** Keeps images that slaves died of in a bounded folder. */
@NullMarked
package io.lynceus.master.quarantine;

import org.jspecify.annotations.NullMarked;
