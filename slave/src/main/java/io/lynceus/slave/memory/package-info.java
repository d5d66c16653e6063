/** How much of the machine's memory a slave may hold, and what happens when it holds more. */
@NullMarked
package io.lynceus.slave.memory;

import org.jspecify.annotations.NullMarked;
