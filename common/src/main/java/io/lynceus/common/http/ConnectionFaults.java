package io.lynceus.common.http;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.TlsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log why connections have failed. Any thread may call it. */
final class ConnectionFaults {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionFaults.class);

  private final RefusalLog refusals;

  ConnectionFaults(RefusalLog refusals) {
    this.refusals = refusals;
  }

  /**
   * A connection has failed. Does not return if memory is short and the process ends for that.
   *
   * @param peer null if it is not known any more
   */
  void log(@Nullable SocketAddress peer, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof TlsException && peer instanceof InetSocketAddress client) {
      refusals.refused(AddressText.of(client), String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      LOG.debug("{} is gone: {}", peer, cause.toString());
    } else {
      refusals.failed("the connection of " + peer, cause);
    }
  }

  /** A request has failed by a fault of this program. */
  void requestFailed(String request, Throwable cause) {
    refusals.failed(request, cause);
  }
}
