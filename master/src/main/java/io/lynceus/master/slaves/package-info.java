/**
 * The slaves' port: the master's end of the connections to its slaves. Connections belong to the
 * one event loop of {@link io.lynceus.master.slaves.SlavesLoop}, on which dispatch runs too.
 */
@NullMarked
package io.lynceus.master.slaves;

import org.jspecify.annotations.NullMarked;
