/** What the console costs a cluster at work. */
@NullMarked
package io.lynceus.benchmarks.console;

import org.jspecify.annotations.NullMarked;
