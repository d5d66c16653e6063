/**
 * How well the health of cameras is told: made tamperings, and stills that nobody tampered with.
 */
@NullMarked
package io.lynceus.benchmarks.health;

import org.jspecify.annotations.NullMarked;
