/** Whole clusters as users start them: real processes, with this one as their client. */
@NullMarked
package io.lynceus.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
