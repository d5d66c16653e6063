/**
 * The sources of cameras: the master fetches stills itself, where a camera sends none. Starts,
 * stops and tells the state of each.
 */
@NullMarked
package io.lynceus.master.sources;

import org.jspecify.annotations.NullMarked;
