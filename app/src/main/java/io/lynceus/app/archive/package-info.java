/** {@code lynceus archive}: finds a Spark, starts a run there, and shows how it goes. */
@NullMarked
package io.lynceus.app.archive;

import org.jspecify.annotations.NullMarked;
