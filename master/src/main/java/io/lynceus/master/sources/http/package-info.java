/** Stills by HTTP: one connection a camera, all on the sources' one thread, by Netty's codec. */
@NullMarked
package io.lynceus.master.sources.http;

import org.jspecify.annotations.NullMarked;
