/** Faults in clusters of real processes, injected with real signals. */
@NullMarked
package io.lynceus.systemtests.fault;

import org.jspecify.annotations.NullMarked;
