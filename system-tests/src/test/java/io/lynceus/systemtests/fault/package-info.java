/** Stories of what goes wrong in a cluster, with real processes and real signals. */
@NullMarked
package io.lynceus.systemtests.fault;

import org.jspecify.annotations.NullMarked;
