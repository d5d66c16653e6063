package io.lynceus.common.http;

import io.lynceus.common.port.ConnectionLimit.Permit;
import java.net.InetAddress;
import java.util.Optional;

/** Decides who may be connected. Any thread may call it. */
@FunctionalInterface
public interface ConnectionGate {

  /**
   * A client has connected.
   *
   * @param onEviction to be called, by any thread, when the connection has to end for the good of
   *     others; it does not block
   * @return empty if the client is refused
   */
  Optional<Permit> enter(InetAddress client, Runnable onEviction);
}
