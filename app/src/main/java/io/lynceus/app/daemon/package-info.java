/** {@code master}, {@code slave}, and what prepares their start. */
@NullMarked
package io.lynceus.app.daemon;

import org.jspecify.annotations.NullMarked;
