/** Measures precision and recall of the analyses on labelled pictures. */
@NullMarked
package io.lynceus.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
