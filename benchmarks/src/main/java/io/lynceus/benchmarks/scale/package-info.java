/** What many slaves cost their master: simulated ones, on real connections. */
@NullMarked
package io.lynceus.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
