/** The id of a task in the log lines of whoever works for it. */
@NullMarked
package io.lynceus.protocol.trace;

import org.jspecify.annotations.NullMarked;
