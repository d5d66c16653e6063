/** {@code lynceus results}, {@code erase} and {@code store}: what the master remembers. */
@NullMarked
package io.lynceus.app.results;

import org.jspecify.annotations.NullMarked;
