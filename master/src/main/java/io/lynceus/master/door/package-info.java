/** What the master's ports have in common where connections come in. */
@NullMarked
package io.lynceus.master.door;

import org.jspecify.annotations.NullMarked;
