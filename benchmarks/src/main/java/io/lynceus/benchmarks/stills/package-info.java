/** The pictures that speed is measured with. */
@NullMarked
package io.lynceus.benchmarks.stills;

import org.jspecify.annotations.NullMarked;
