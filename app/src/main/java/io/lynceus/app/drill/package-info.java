/** The subcommand {@code drill}: injects faults and reports what they cost. */
@NullMarked
package io.lynceus.app.drill;

import org.jspecify.annotations.NullMarked;
