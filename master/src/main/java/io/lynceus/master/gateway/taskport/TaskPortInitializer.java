package io.lynceus.master.gateway.taskport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.gateway.ConnectionLimit.Seat;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.taskport.TaskConnection.GiveWay;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets connections in, as many as there may be, and tells the others to come again. */
final class TaskPortInitializer extends ChannelInitializer<Channel> {
  /** So many connections that are not let in are told so at a time; more are just closed. */
  private static final int TOLD_AT_A_TIME = 64;

  private final Gateway gateway;
  private final ChannelGroup connections;
  private final AtomicInteger told = new AtomicInteger();
  private final RefusalLog refusals = new RefusalLog(TaskPort.NAME, InstantSource.system());
  private final TlsRefusals tlsRefusals;

  /**
   * @param connections gets all that are let in
   */
  TaskPortInitializer(Gateway gateway, ChannelGroup connections) {
    this.gateway = gateway;
    this.connections = connections;
    this.tlsRefusals = new TlsRefusals(gateway.config().patience());
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
      LingeringClose.none(channel); // gone since it was accepted
      return;
    }
    installTls(channel);
    Optional<Seat> seat =
        gateway.seats().take(client.getAddress(), why -> tellToGiveWay(channel, client, why));
    if (seat.isPresent()) {
      letIn(channel, seat.get());
    } else {
      refuse(channel, client);
    }
  }

  private void tellToGiveWay(Channel channel, InetSocketAddress client, Rejection why) {
    refusals.refused(client.getAddress().getHostAddress(), why.message());
    channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(new GiveWay(why)));
  }

  private void installTls(Channel channel) {
    if (gateway.tls().isPresent()) {
      channel.pipeline().addLast(tlsRefusals);
      gateway.tls().get().install(channel.pipeline(), ServerTls.LIMIT, tlsRefusals.toPlain());
    }
  }

  private void letIn(Channel channel, Seat seat) {
    channel.closeFuture().addListener(closed -> seat.leave());
    connections.add(channel);
    long stall = gateway.config().patience().stall().toNanos();
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(true, 0, stall, 0, TimeUnit.NANOSECONDS),
            new TaskConnection(gateway, channel, seat));
  }

  private void refuse(Channel channel, InetSocketAddress client) {
    refusals.refused(
        client.getAddress().getHostAddress(),
        "there are too many connections (tasks.connections, tasks.connections-per-address)");
    if (told.incrementAndGet() > TOLD_AT_A_TIME) {
      told.decrementAndGet();
      LingeringClose.none(channel);
      return;
    }
    channel.closeFuture().addListener(closed -> told.decrementAndGet());
    Timeouts patience = gateway.config().patience();
    Reply reply = Reply.rejected(Optional.empty(), Refusals.TOO_MANY_CONNECTIONS);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer((ReplyJson.write(reply) + '\n').getBytes(UTF_8)))
        .addListener(
            written -> LingeringClose.begin(channel, patience.idleClose(), patience.stall()));
  }
}
