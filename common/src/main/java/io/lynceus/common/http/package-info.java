/**
 * The HTTP/1.1 server of master and slaves: Netty's codec, and around it one request at a time on
 * each connection, time limits, refusals as responses, and closing so that the client can still
 * read the last response. It knows no path and no format of its users.
 */
@NullMarked
package io.lynceus.common.http;

import org.jspecify.annotations.NullMarked;
