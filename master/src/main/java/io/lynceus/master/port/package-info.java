/** What the master's ports ask of the system. */
@NullMarked
package io.lynceus.master.port;

import org.jspecify.annotations.NullMarked;
