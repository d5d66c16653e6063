/**
 * The slave's end of the connection to its master: connect, prove, register, heartbeat, reconnect.
 */
@NullMarked
package io.lynceus.slave.net;

import org.jspecify.annotations.NullMarked;
