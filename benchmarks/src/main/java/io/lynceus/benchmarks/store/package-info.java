/** How fast the store writes and finds results. */
@NullMarked
package io.lynceus.benchmarks.store;

import org.jspecify.annotations.NullMarked;
