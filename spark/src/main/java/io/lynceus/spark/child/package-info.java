/** Child processes of an executor that look at pictures, and what is said to them. */
@NullMarked
package io.lynceus.spark.child;

import org.jspecify.annotations.NullMarked;
