/** What all listening ports have in common: whom they refuse, failed accepts, time limits. */
@NullMarked
package io.lynceus.common.port;

import org.jspecify.annotations.NullMarked;
