/** The id of a task in the log lines of whoever works for it. */
@NullMarked
package io.lynceus.common.trace;

import org.jspecify.annotations.NullMarked;
