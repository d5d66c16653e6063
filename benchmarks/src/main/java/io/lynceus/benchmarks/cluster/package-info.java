/** Measures whole clusters of real processes, with this process as their client. */
@NullMarked
package io.lynceus.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
