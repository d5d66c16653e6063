package io.lynceus.master.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.tls.ServerTls;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lets connections in, as many as there may be, and tells the others to come again. */
final class Doorkeeper extends ChannelInitializer<Channel> {
  /** So many connections that are not let in are told so at a time; more are just closed. */
  private static final int TOLD_AT_A_TIME = 64;

  private final Gateway gateway;
  private final ChannelGroup connections;
  private final ConnectionCounter letIn;
  private final TlsRefusals tlsRefusals;
  private final ConnectionCounter told = new ConnectionCounter(TOLD_AT_A_TIME, TOLD_AT_A_TIME);

  /**
   * @param connections gets all that are let in
   */
  Doorkeeper(Gateway gateway, ChannelGroup connections) {
    this.gateway = gateway;
    this.connections = connections;
    GatewayLimits limits = gateway.config().limits();
    this.tlsRefusals = new TlsRefusals(gateway.config().patience());
    this.letIn = new ConnectionCounter(limits.connections(), limits.connectionsPerAddress());
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
      Farewell.none(channel); // gone since it was accepted
      return;
    }
    InetAddress address = client.getAddress();
    if (letIn.tryEnter(address)) {
      channel.closeFuture().addListener(closed -> letIn.leave(address));
      connections.add(channel);
      installTls(channel);
      long stall = gateway.config().patience().stall().toNanos();
      channel
          .pipeline()
          .addLast(
              new IdleStateHandler(true, 0, stall, 0, TimeUnit.NANOSECONDS),
              new TaskConnection(gateway, channel));
    } else if (told.tryEnter(address)) {
      channel.closeFuture().addListener(closed -> told.leave(address));
      installTls(channel);
      tellAndClose(channel);
    } else {
      Farewell.none(channel);
    }
  }

  private void installTls(Channel channel) {
    if (gateway.tls().isPresent()) {
      channel.pipeline().addLast(tlsRefusals);
      gateway.tls().get().install(channel.pipeline(), ServerTls.LIMIT, tlsRefusals.toPlain());
    }
  }

  private void tellAndClose(Channel channel) {
    String line =
        ReplyJson.write(
            Reply.rejected(
                Optional.empty(),
                Refusals.busy("too many connections: close some, or connect again later")));
    channel
        .writeAndFlush(Unpooled.wrappedBuffer((line + '\n').getBytes(UTF_8)))
        .addListener(written -> Farewell.begin(channel, gateway.config().patience()));
  }
}
