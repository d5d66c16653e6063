/** The id of a task in the log lines that belong to it. */
@NullMarked
package io.lynceus.common.trace;

import org.jspecify.annotations.NullMarked;
