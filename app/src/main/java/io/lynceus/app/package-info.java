/** The {@code lynceus} command: one class per subcommand, and the wiring of the parts. */
@NullMarked
package io.lynceus.app;

import org.jspecify.annotations.NullMarked;
