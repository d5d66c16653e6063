package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.port.RefusalLog;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ClientConnections.Permit;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A task connection without a socket: the test moves its time and completes its tasks. */
abstract class TaskConnectionFixture {
  static final int WINDOW = 4;
  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          MasterDefaults.GATEWAY.timeouts().leastRate());

  final ScriptedIntake intake = new ScriptedIntake(false);
  Gateway gateway = gateway(Optional.empty(), 1 << 20);
  final EmbeddedChannel channel = new EmbeddedChannel();

  final TaskConnection.Guard guard =
      new TaskConnection.Guard(
          new WrongTokens(() -> 0).at("test port"),
          new RefusalLog("test port", InstantSource.system()));

  Gateway gateway(Optional<String> token, long windowBytes) {
    return gateway(new GatewayConfig.Tokens(token, Optional.of("the-admins-token")), windowBytes);
  }

  Gateway gateway(GatewayConfig.Tokens tokens, long windowBytes) {
    GatewayLimits limits = new GatewayLimits(9, 9, WINDOW, windowBytes, 1 << 20);
    return Gateway.of(
        new GatewayConfig(
            "127.0.0.1", 0, tokens, MasterDefaults.GATEWAY.images(), limits, TIMEOUTS),
        intake);
  }

  Permit permit() {
    InetAddress client = InetAddress.getLoopbackAddress();
    return gateway.connections().acquire(client, why -> {}).orElseThrow();
  }

  void connect() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel c) {
                c.pipeline().addLast(new TaskConnection(gateway, c, permit(), guard));
              }
            });
    channel.pipeline().fireChannelActive();
  }

  void send(byte[]... parts) {
    channel.writeInbound(Unpooled.wrappedBuffer(joined(parts)));
  }

  void send(String text) {
    send(text.getBytes(UTF_8));
  }

  void halfClose() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
  }

  void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  void reply(int task) {
    intake.tasks.get(task).reply("t" + task);
    channel.runPendingTasks();
  }

  List<String> lines() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      text.append(out.toString(UTF_8));
      out.release();
    }
    return text.isEmpty() ? List.of() : List.of(text.toString().split("\n"));
  }

  List<Reply> replies() throws IOException {
    return numberedReplies().stream().map(NumberedReply::reply).toList();
  }

  List<NumberedReply> numberedReplies() throws IOException {
    List<NumberedReply> replies = new ArrayList<>();
    for (String line : lines()) {
      replies.add(ReplyJson.read(line));
    }
    return replies;
  }

  static RejectionCode code(Reply reply) {
    return reply.rejection().orElseThrow().code();
  }
}
