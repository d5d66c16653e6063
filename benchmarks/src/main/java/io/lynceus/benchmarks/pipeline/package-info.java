/** Measures one process without a cluster: each kernel alone, and all cores together. */
@NullMarked
package io.lynceus.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
