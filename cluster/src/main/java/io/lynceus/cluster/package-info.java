/** A master and slaves as processes on this machine, and load for them. */
@NullMarked
package io.lynceus.cluster;

import org.jspecify.annotations.NullMarked;
