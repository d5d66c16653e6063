/** What every process needs: the wait between attempts, and the end of a process without memory. */
@NullMarked
package io.lynceus.common;

import org.jspecify.annotations.NullMarked;
