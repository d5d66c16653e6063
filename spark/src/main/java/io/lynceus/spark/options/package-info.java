/** What a user says of a run on the command line. Needs no class of Spark. */
@NullMarked
package io.lynceus.spark.options;

import org.jspecify.annotations.NullMarked;
