/** The metrics that every process of a cluster has, and their text form for Prometheus. */
@NullMarked
package io.lynceus.common.metrics;

import org.jspecify.annotations.NullMarked;
