/** The pictures of the speed measurements. */
@NullMarked
package io.lynceus.benchmarks.stills;

import org.jspecify.annotations.NullMarked;
