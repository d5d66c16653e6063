/** The files that hold tokens, which are looked at while the master runs. */
@NullMarked
package io.lynceus.master.tokens;

import org.jspecify.annotations.NullMarked;
