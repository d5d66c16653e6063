/**
 * The common parts of all speed measurements: rounds in which the sides take turns, medians and
 * spreads, resource use of processes, and dated result files.
 */
@NullMarked
package io.lynceus.benchmarks.rounds;

import org.jspecify.annotations.NullMarked;
