/** Who looks at a picture: a cluster, or a child process of the executor. */
@NullMarked
package io.lynceus.spark.look;

import org.jspecify.annotations.NullMarked;
