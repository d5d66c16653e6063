/**
 * Measures the cost of getting a work unit to a worker and its result back, and compares it with
 * other engines.
 */
@NullMarked
package io.lynceus.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
