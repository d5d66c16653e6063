/** The cameras of a master: their settings, which are read while it runs, and their stills. */
@NullMarked
package io.lynceus.master.cameras;

import org.jspecify.annotations.NullMarked;
