/** What every process of a cluster measures of itself, and how that is told to Prometheus. */
@NullMarked
package io.lynceus.protocol.metrics;

import org.jspecify.annotations.NullMarked;
