/**
 * Archives on Spark: the program for {@code spark-submit}, and what it does on driver and
 * executors.
 */
@NullMarked
package io.lynceus.spark;

import org.jspecify.annotations.NullMarked;
