/** What it costs to get a work unit to a worker and its result back, beside other engines. */
@NullMarked
package io.lynceus.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
