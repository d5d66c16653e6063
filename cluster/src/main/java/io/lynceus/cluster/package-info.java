/** Starts a master and slaves as processes on this machine, and puts load on them. */
@NullMarked
package io.lynceus.cluster;

import org.jspecify.annotations.NullMarked;
