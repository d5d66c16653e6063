/** What a master counts and measures, for Prometheus. */
@NullMarked
package io.lynceus.master.metrics;

import org.jspecify.annotations.NullMarked;
