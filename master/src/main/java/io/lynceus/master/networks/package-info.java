/** The networks that the master has itself, to hand them to slaves. */
@NullMarked
package io.lynceus.master.networks;

import org.jspecify.annotations.NullMarked;
