/**
 * Repeats the setting of the paper that Lynceus is based on: few images, one process and a cluster.
 */
@NullMarked
package io.lynceus.benchmarks.paper;

import org.jspecify.annotations.NullMarked;
