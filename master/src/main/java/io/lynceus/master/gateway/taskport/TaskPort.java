package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.ListeningPort;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task port for clients such as netcat: images, archives and command lines in, one line of JSON
 * for each image out. {@code docs/task-port.md} specifies its protocol.
 *
 * <p>{@link #open} and {@link #close} must be called by one thread, outside the event loops.
 */
public final class TaskPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskPort.class);

  static final String NAME = "task port";

  /**
   * Above 512 KiB of unsent lines the master stops reading from the client, until below 128 KiB.
   */
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private final ListeningPort port;
  private final ChannelGroup connections;
  private final WrongTokens.Door door;
  private final Duration drain;

  private TaskPort(
      ListeningPort port, ChannelGroup connections, WrongTokens.Door door, Duration drain) {
    this.port = port;
    this.connections = connections;
    this.door = door;
    this.drain = drain;
  }

  /**
   * Starts to listen, with event loops of its own. They also compute the SHA-256 of each image.
   *
   * @throws IOException when the address cannot be used; the message names the settings
   */
  public static TaskPort open(Gateway gateway) throws IOException {
    GatewayConfig config = gateway.config();
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    WrongTokens.Door door = gateway.wrongTokens().at(NAME);
    try {
      ListeningPort port =
          ListeningPort.open(
              NAME,
              ListeningPort.THREADS_BY_PROCESSORS,
              new InetSocketAddress(config.host(), config.port()),
              connections,
              server ->
                  server
                      .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                      .childHandler(new TaskPortInitializer(gateway, connections, door)));
      gateway.ports().tasksOpened(port.address().getPort());
      return new TaskPort(port, connections, door, config.timeouts().drain());
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for clients on %s: %s (tasks.host, tasks.port)"
              .formatted(AddressText.of(config.host(), config.port()), e.getMessage()),
          e.getCause());
    }
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return port.address();
  }

  /** Wrong tokens so far. */
  public long wrongTokens() {
    return door.count();
  }

  /**
   * Accepts no more connections or items, and waits until the clients have the replies that are
   * due, or until {@link Timeouts#drain} is over. Dispatch must keep running until then.
   */
  @Override
  public void close() {
    port.stopListening();
    for (Channel connection : connections) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW));
    }
    if (!connections.newCloseFuture().awaitUninterruptibly(drain.toMillis())) {
      LOG.warn(
          "{} clients had not received all their replies when the time for draining was over",
          connections.size());
    }
    port.close();
  }
}
