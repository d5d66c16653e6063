/** {@code lynceus webhooks}. */
@NullMarked
package io.lynceus.app.webhooks;

import org.jspecify.annotations.NullMarked;
