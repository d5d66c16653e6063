/** TLS at the head of connections: certificates from PEM files, taken anew when they change. */
@NullMarked
package io.lynceus.common.tls;

import org.jspecify.annotations.NullMarked;
