package io.lynceus.master.gateway.taskport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.port.ConnectionClock;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.master.gateway.ConnectionLimit.Seat;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.items.Expectation;
import io.lynceus.master.gateway.items.Item;
import io.lynceus.master.gateway.items.ItemDecoder;
import io.lynceus.master.gateway.items.ParserContext;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads as long as there is room, takes items, writes the answers in their
 * order, and ends when nothing is left to do. All of it on the channel's event loop.
 *
 * <p>An {@link io.netty.handler.timeout.IdleStateHandler} before it tells of writes that do not
 * proceed.
 */
final class TaskConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TaskConnection.class);

  /** The event, fired through the pipeline, that ends the connection as soon as all is answered. */
  enum ShutDown {
    NOW
  }

  /** The event that ends the connection at once, for the good of others. */
  record GiveWay(Rejection why) implements LingeringClose.GiveWay {}

  private final Channel channel;
  private final Seat seat;
  private final Timeouts patience;
  private final ItemDecoder decoder;
  private final ReplySequencer conversation;
  private final ConnectionClock clock;
  private boolean inputEnded;
  private boolean finishing;
  private boolean proceeding;
  private boolean gone;

  /** Characters of the lines that the system has not taken. */
  private long unwritten;

  /**
   * @param seat told how this connection is doing
   */
  TaskConnection(Gateway gateway, Channel channel, Seat seat) {
    this.channel = channel;
    this.seat = seat;
    this.patience = gateway.config().patience();
    this.decoder =
        new ItemDecoder(
            new ParserContext(gateway.config().images(), gateway.budget(), gateway.token()));
    this.conversation = new ReplySequencer(gateway, this::onLoop, this::proceedSoon);
    this.clock = new ConnectionClock(channel.eventLoop(), this::waitedTooLong);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    clock.touch(); // With TLS, its handshake lies before.
    proceed();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    heard(bytes.readableBytes());
    try {
      if (!finishing) {
        decoder.feed(bytes.nioBuffer());
      }
      proceed();
      decoder.keep();
    } finally {
      bytes.release();
    }
  }

  /** In an item it is not enough that something comes: it has to come on. */
  private void heard(int bytes) {
    seat.heard();
    if (decoder.expectation() == Expectation.NOTHING) {
      clock.touch();
    } else {
      clock.earn(patience.earnedBy(bytes));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    proceed();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      decoder.end();
      proceed();
    } else if (event == ShutDown.NOW) {
      shutDown();
    } else if (event instanceof GiveWay way) {
      giveWay(way.why());
    } else if (event instanceof IdleStateEvent idle
        && idle.state() == IdleState.WRITER_IDLE
        && unwritten > 0) {
      LOG.debug("{} does not read its answers: closed", channel.remoteAddress());
      LingeringClose.none(channel);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof IOException) {
      LOG.debug("{} is gone: {}", channel.remoteAddress(), cause.toString());
    } else {
      LOG.warn("the connection of {} has failed", channel.remoteAddress(), cause);
    }
    LingeringClose.none(channel);
  }

  /** The connection is closed, or has nothing more to say. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    finishing = true;
    gone = true;
    clock.stop();
    conversation.cancel();
    decoder.close();
  }

  /** Behind the answers that are on their way by now: they leave in one write. */
  private void proceedSoon() {
    if (!proceeding) {
      proceeding = true;
      onLoop(
          () -> {
            proceeding = false;
            if (!gone) {
              proceed();
            }
          });
    }
  }

  /** Does all that can be done now. */
  private void proceed() {
    boolean taken;
    boolean written;
    do {
      taken = takeItems();
      written = writeAnswers();
    } while (taken || written);
    channel.flush();
    settle();
  }

  private boolean takeItems() {
    boolean taken = false;
    while (mayTake()) {
      Item item = decoder.next();
      if (item == null) {
        finishing = inputEnded;
        break;
      }
      taken = true;
      clock.touch();
      conversation.take(item);
      finishing = conversation.isOver();
    }
    return taken;
  }

  private boolean mayTake() {
    return !finishing && !conversation.isFull() && channel.isWritable();
  }

  private boolean writeAnswers() {
    boolean written = false;
    for (String line = conversation.nextLine(); line != null; line = conversation.nextLine()) {
      String sent = line;
      unwritten += line.length();
      channel.write(encoded(line)).addListener(write -> written(sent, write));
      written = true;
    }
    return written;
  }

  private static ByteBuf encoded(String line) {
    return Unpooled.wrappedBuffer((line + '\n').getBytes(UTF_8));
  }

  private void written(String line, Future<?> write) {
    unwritten -= line.length();
    conversation.sent(line);
    if (write.isSuccess()) {
      clock.touch();
      settle();
    } else {
      LingeringClose.none(channel);
    }
  }

  /** Reads or not, waits or not, ends or not. */
  private void settle() {
    seat.is(conversation.isWorking(), unwritten);
    if (finishing && conversation.owesNothing() && unwritten == 0) {
      leave();
      return;
    }
    channel.config().setAutoRead(finishing || mayTake());
    clock.setLimit(finishing ? Optional.empty() : waitingTime());
  }

  private Optional<Duration> waitingTime() {
    if (!mayTake()) {
      return Optional.empty();
    }
    return switch (decoder.expectation()) {
      case REST -> Optional.of(patience.stall());
      case POSSIBLY_MORE -> Optional.of(patience.idleClose());
      case NOTHING -> {
        if (unwritten > 0 || !conversation.owesNothing()) {
          yield Optional.empty();
        }
        yield Optional.of(
            conversation.isStreaming() ? patience.streamIdle() : patience.idleClose());
      }
    };
  }

  private void waitedTooLong() {
    switch (decoder.expectation()) {
      case REST -> {
        inputEnded = true;
        decoder.end();
        proceed();
      }
      case POSSIBLY_MORE -> {
        decoder.cutOff();
        proceed();
      }
      case NOTHING -> LingeringClose.none(channel);
    }
  }

  private void shutDown() {
    if (finishing) {
      return;
    }
    if (decoder.expectation() != Expectation.NOTHING) {
      conversation.take(new Item.Refused(Optional.empty(), Refusals.SHUTTING_DOWN, true));
    }
    finishing = true;
    proceed();
  }

  private void giveWay(Rejection why) {
    LOG.debug("{} has to go: {}", channel.remoteAddress(), why.message());
    if (unwritten > 0) {
      LingeringClose.none(channel);
      return;
    }
    finishing = true;
    channel
        .writeAndFlush(encoded(ReplyJson.write(Reply.rejected(Optional.empty(), why))))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private void leave() {
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
      LingeringClose.begin(channel, patience.idleClose(), patience.stall());
    }
  }

  private void onLoop(Runnable action) {
    try {
      channel.eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("an answer came after the end of the task port");
    }
  }
}
