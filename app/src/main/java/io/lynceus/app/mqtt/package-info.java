/** {@code lynceus mqtt}. */
@NullMarked
package io.lynceus.app.mqtt;

import org.jspecify.annotations.NullMarked;
