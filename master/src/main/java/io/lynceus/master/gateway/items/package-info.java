/** Cuts the bytes of a connection into items: images, archives, command lines. Knows no sockets. */
@NullMarked
package io.lynceus.master.gateway.items;

import org.jspecify.annotations.NullMarked;
