/** A slave: connects to a master and runs the work units that it is given. */
@NullMarked
package io.lynceus.slave;

import org.jspecify.annotations.NullMarked;
