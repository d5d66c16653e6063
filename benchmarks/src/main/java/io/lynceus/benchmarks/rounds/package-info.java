/**
 * What all measurements of speed have in common: rounds in which the sides take turns, medians and
 * spreads, what processes have used, and the dated files of results.
 */
@NullMarked
package io.lynceus.benchmarks.rounds;

import org.jspecify.annotations.NullMarked;
