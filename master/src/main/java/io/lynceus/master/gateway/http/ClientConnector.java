package io.lynceus.master.gateway.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Accepts clients, each of whose connections is a {@link ClientEndPoint}. */
final class ClientConnector extends ServerConnector {

  ClientConnector(Server server, ConnectionFactory... protocols) {
    super(server, 1, 1, protocols);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint client =
        new ClientEndPoint(channel, selector, key, getScheduler(), getExecutor());
    client.setIdleTimeout(getIdleTimeout());
    return client;
  }
}
