/** Measures the cost of many slaves for their master, with simulated slaves on real connections. */
@NullMarked
package io.lynceus.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
