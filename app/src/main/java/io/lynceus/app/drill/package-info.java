/** {@code drill}: faults on purpose, and what they cost. */
@NullMarked
package io.lynceus.app.drill;

import org.jspecify.annotations.NullMarked;
