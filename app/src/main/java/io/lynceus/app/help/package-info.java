/** What {@code lynceus help} prints, and what it says to a mistyped command line. */
@NullMarked
package io.lynceus.app.help;

import org.jspecify.annotations.NullMarked;
