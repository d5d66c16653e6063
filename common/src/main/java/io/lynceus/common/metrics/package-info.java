/** What every process of a cluster measures of itself, and how that is told to Prometheus. */
@NullMarked
package io.lynceus.common.metrics;

import org.jspecify.annotations.NullMarked;
