/** How much the analyses find, and how much of it is right, on labelled pictures. */
@NullMarked
package io.lynceus.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
