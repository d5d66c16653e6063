/**
 * What dispatch counts: listeners of its events, for {@code status} and the log. All of it belongs
 * to the dispatch thread.
 */
@NullMarked
package io.lynceus.master.dispatch.tally;

import org.jspecify.annotations.NullMarked;
