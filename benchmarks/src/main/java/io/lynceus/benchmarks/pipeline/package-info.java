/** What one process can do without any cluster: each kernel alone, and all cores together. */
@NullMarked
package io.lynceus.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
