/**
 * What the source of one camera does: it looks for stills at its pace, hands them to dispatch, and
 * backs off. It knows no sockets and no processes, and its clock is injected.
 */
@NullMarked
package io.lynceus.master.sources.still;

import org.jspecify.annotations.NullMarked;
