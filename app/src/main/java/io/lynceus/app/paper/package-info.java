/** {@code lynceus paper}: the experiment of the student paper, on the user's machine. */
@NullMarked
package io.lynceus.app.paper;

import org.jspecify.annotations.NullMarked;
