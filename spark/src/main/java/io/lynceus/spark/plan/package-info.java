/** What a run is to do: what driver and executors have in common. */
@NullMarked
package io.lynceus.spark.plan;

import org.jspecify.annotations.NullMarked;
