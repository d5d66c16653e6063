/** The page that says what is in a table: facts, plots, markup. */
@NullMarked
package io.lynceus.spark.report;

import org.jspecify.annotations.NullMarked;
