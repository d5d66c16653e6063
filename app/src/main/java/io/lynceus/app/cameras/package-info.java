/** {@code lynceus cameras}: lists cameras, and tries their zones, masks and filters. */
@NullMarked
package io.lynceus.app.cameras;

import org.jspecify.annotations.NullMarked;
