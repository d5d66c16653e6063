/** Whose face it is, as replies say it; JDK only. */
@NullMarked
package io.lynceus.model.identity;

import org.jspecify.annotations.NullMarked;
