/** The networks of a slave: which it has, and how its master hands it others. */
@NullMarked
package io.lynceus.slave.networks;

import org.jspecify.annotations.NullMarked;
