/** Events measured against what people have seen. */
@NullMarked
package io.lynceus.benchmarks.events;

import org.jspecify.annotations.NullMarked;
