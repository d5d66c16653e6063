/**
 * TLS in front of connections, with certificates from PEM files that are reloaded when they change.
 */
@NullMarked
package io.lynceus.common.tls;

import org.jspecify.annotations.NullMarked;
