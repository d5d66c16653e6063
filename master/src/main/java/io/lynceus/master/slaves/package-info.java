/** The slaves' port: the master's end of the connections to its slaves. */
@NullMarked
package io.lynceus.master.slaves;

import org.jspecify.annotations.NullMarked;
