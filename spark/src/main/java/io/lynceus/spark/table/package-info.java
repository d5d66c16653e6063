/** The table that a run writes: its schema, its rows, its folder. */
@NullMarked
package io.lynceus.spark.table;

import org.jspecify.annotations.NullMarked;
