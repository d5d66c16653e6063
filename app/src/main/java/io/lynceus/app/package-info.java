/** The {@code lynceus} command; a package for each family of subcommands. */
@NullMarked
package io.lynceus.app;

import org.jspecify.annotations.NullMarked;
