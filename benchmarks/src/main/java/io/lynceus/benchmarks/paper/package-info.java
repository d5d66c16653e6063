/** The setting of the paper that Lynceus comes from: few images, one process against a cluster. */
@NullMarked
package io.lynceus.benchmarks.paper;

import org.jspecify.annotations.NullMarked;
