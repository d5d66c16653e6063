/** The subcommands {@code status}, {@code drain} and {@code quarantine}. */
@NullMarked
package io.lynceus.app.status;

import org.jspecify.annotations.NullMarked;
