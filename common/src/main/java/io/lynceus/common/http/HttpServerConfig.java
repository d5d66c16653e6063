package io.lynceus.common.http;

import io.lynceus.common.tls.ServerTls;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of a server.
 *
 * @param name of its port, for the log; its threads are called so, too
 * @param address where it listens; port 0 means a free one
 * @param threads event loops, or 0 for two on each processor
 * @param gate asked for every connection
 * @param tls empty for plain HTTP
 */
public record HttpServerConfig(
    String name,
    InetSocketAddress address,
    int threads,
    HttpTimeouts timeouts,
    ConnectionGate gate,
    Optional<ServerTls> tls) {}
