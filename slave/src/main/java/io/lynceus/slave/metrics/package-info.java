/** What a slave counts and measures, for Prometheus. */
@NullMarked
package io.lynceus.slave.metrics;

import org.jspecify.annotations.NullMarked;
