/** Webhooks over HTTP: how they do, what was given up, tests and another try. */
@NullMarked
package io.lynceus.master.gateway.webhooks;

import org.jspecify.annotations.NullMarked;
