/** How well watches tell what is missing, on sequences that are made by program. */
@NullMarked
package io.lynceus.benchmarks.watches;

import org.jspecify.annotations.NullMarked;
