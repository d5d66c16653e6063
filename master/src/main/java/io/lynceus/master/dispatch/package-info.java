/**
 * Admission, splitting, assignment, retries and merging. Knows no sockets.
 *
 * <p>Everything belongs to the dispatch thread, but for the public methods of {@link
 * io.lynceus.master.dispatch.TaskDispatcher}, which any thread may call. {@code .state} is what
 * dispatch knows, {@code .tally} what it counts, and this package what it decides.
 */
@NullMarked
package io.lynceus.master.dispatch;

import org.jspecify.annotations.NullMarked;
