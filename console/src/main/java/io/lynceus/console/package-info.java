/** Pages for a browser, and what they are made of. */
@NullMarked
package io.lynceus.console;

import org.jspecify.annotations.NullMarked;
