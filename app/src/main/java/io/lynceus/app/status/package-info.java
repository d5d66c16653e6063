/** The subcommands {@code status} and {@code drain}. */
@NullMarked
package io.lynceus.app.status;

import org.jspecify.annotations.NullMarked;
