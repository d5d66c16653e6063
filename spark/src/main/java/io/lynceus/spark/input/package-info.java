/** Files of an archive: which there are, and the pictures in them. */
@NullMarked
package io.lynceus.spark.input;

import org.jspecify.annotations.NullMarked;
