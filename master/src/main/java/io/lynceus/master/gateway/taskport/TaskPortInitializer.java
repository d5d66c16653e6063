package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.port.TlsAtPlainPort;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.gateway.ClientConnections.Permit;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.taskport.TaskConnection.Evicted;
import io.lynceus.model.Reply.Rejection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Admits new connections up to the limits, and refuses the others with a line. */
final class TaskPortInitializer extends ChannelInitializer<Channel> {
  /** At most this many refused connections get a line at a time; more are closed without one. */
  private static final int MAX_REFUSALS_AT_A_TIME = 64;

  private final Gateway gateway;
  private final ChannelGroup connections;
  private final AtomicInteger refusing = new AtomicInteger();
  private final RefusalLog refusals = new RefusalLog(TaskPort.NAME, InstantSource.system());
  private final TlsRefusals tlsRefusals;
  private final TaskConnection.Guard guard;

  /**
   * @param connections gets all that are admitted
   * @param door told of tokens
   */
  TaskPortInitializer(Gateway gateway, ChannelGroup connections, WrongTokens.Door door) {
    this.gateway = gateway;
    this.connections = connections;
    this.guard = new TaskConnection.Guard(door, refusals);
    this.tlsRefusals = new TlsRefusals(gateway.config().timeouts(), gateway.ports());
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
      LingeringClose.now(channel); // the client has gone already
      return;
    }
    installTls(channel);
    Optional<Permit> permit =
        gateway.connections().acquire(client.getAddress(), why -> evict(channel, client, why));
    if (permit.isPresent()) {
      admit(channel, permit.get());
    } else {
      refuse(channel, client);
    }
  }

  private void evict(Channel channel, InetSocketAddress client, Rejection why) {
    refusals.refused(AddressText.of(client.getAddress()), why.message());
    channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(new Evicted(why)));
  }

  private void installTls(Channel channel) {
    if (gateway.tls().isPresent()) {
      channel.pipeline().addLast(tlsRefusals);
      gateway.tls().get().install(channel.pipeline(), ServerTls.LIMIT, tlsRefusals::toPlain);
    } else {
      Duration linger = gateway.config().timeouts().idleClose();
      channel.pipeline().addLast(new TlsAtPlainPort(refusals, linger));
    }
  }

  private void admit(Channel channel, Permit permit) {
    channel.closeFuture().addListener(closed -> permit.release());
    connections.add(channel);
    channel
        .pipeline()
        .addLast(
            writeWatch(gateway.config().timeouts()),
            new TaskConnection(gateway, channel, permit, guard));
  }

  /** Reports writes that make no progress to a {@link TaskConnection}. */
  static IdleStateHandler writeWatch(Timeouts timeouts) {
    return new IdleStateHandler(true, 0, timeouts.stall().toNanos(), 0, TimeUnit.NANOSECONDS);
  }

  private void refuse(Channel channel, InetSocketAddress client) {
    refusals.refused(
        AddressText.of(client.getAddress()),
        "there are too many connections (tasks.connections, tasks.connections-per-address)");
    if (refusing.incrementAndGet() > MAX_REFUSALS_AT_A_TIME) {
      refusing.decrementAndGet();
      LingeringClose.now(channel);
      return;
    }
    channel.closeFuture().addListener(closed -> refusing.decrementAndGet());
    Timeouts timeouts = gateway.config().timeouts();
    channel
        .writeAndFlush(Lines.encode(Lines.refusal(Refusals.TOO_MANY_CONNECTIONS)))
        .addListener(
            written -> LingeringClose.start(channel, timeouts.idleClose(), timeouts.stall()));
  }
}
