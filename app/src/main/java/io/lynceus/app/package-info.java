/** The {@code lynceus} command: one class for each subcommand. */
@NullMarked
package io.lynceus.app;

import org.jspecify.annotations.NullMarked;
