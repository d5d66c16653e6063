/**
 * What all listening ports have in common: limits on connections, refusals, failed accepts, time
 * limits.
 */
@NullMarked
package io.lynceus.common.port;

import org.jspecify.annotations.NullMarked;
