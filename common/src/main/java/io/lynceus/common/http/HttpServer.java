package io.lynceus.common.http;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.ListeningPort;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * An HTTP/1.1 server, with event loops of its own. One thread calls {@link #bind}, {@link #serve}
 * and {@link #close}, and it is not an event loop.
 */
public final class HttpServer implements AutoCloseable {
  /**
   * Connections at a time beyond what the gate allows. If all that wait to be accepted come at
   * once, none of them gives way to another before its request has been read.
   */
  public static final int BEYOND_LIMIT = ListeningPort.BACKLOG;

  private final ListeningPort port;
  private final HttpInitializer initializer;

  private HttpServer(ListeningPort port, HttpInitializer initializer) {
    this.port = port;
    this.initializer = initializer;
  }

  /**
   * Takes the address. Clients that connect are answered from {@link #serve} on.
   *
   * @throws IOException when the address cannot be used; its cause says why
   */
  public static HttpServer bind(HttpServerConfig config) throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    HttpInitializer initializer = new HttpInitializer(config, connections);
    try {
      ListeningPort port =
          ListeningPort.open(
              config.name(),
              config.threads(),
              config.address(),
              connections,
              server -> server.option(ChannelOption.AUTO_READ, false).childHandler(initializer));
      return new HttpServer(port, initializer);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + AddressText.of(config.address()) + ": " + e.getMessage(),
          e.getCause());
    }
  }

  /** Begins to answer. Called once. */
  public void serve(Routes routes) {
    initializer.serve(routes);
    port.accept();
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return port.address();
  }

  /** Closes all connections at once, and the address. */
  @Override
  public void close() {
    port.close();
  }
}
