package io.lynceus.master.gateway.taskport;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.port.ConnectionClock;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.ReadingPause;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.master.gateway.ClientConnections.Permit;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.HeldMemory;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.items.Item;
import io.lynceus.master.gateway.items.ItemDecoder;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext;
import io.lynceus.model.Reply.Rejection;
import io.netty.buffer.ByteBuf;
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
 * One client's connection: reads while there is room, takes items, writes their lines in order, and
 * closes when nothing is left to do. Runs on the channel's event loop only.
 *
 * <p>An {@code IdleStateHandler} in front of it reports writes that make no progress.
 */
final class TaskConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TaskConnection.class);

  /** The pipeline event that closes the connection as soon as all replies are sent. */
  enum ShutDown {
    NOW
  }

  /** The pipeline event that closes the connection at once, to make room for others. */
  record Evicted(Rejection why) implements LingeringClose.Eviction {}

  private final Channel channel;
  private final Permit permit;
  private final Timeouts timeouts;
  private final HeldMemory held;
  private final ItemDecoder decoder;
  private final ReplySequencer sequencer;
  private final ConnectionClock clock;
  private final Guard guard;
  private final AnswerBounds bounds;
  private final ReadingPause pause;
  private boolean inputEnded;
  private boolean finishing;
  private boolean proceeding;
  private boolean gone;

  /**
   * What the connections of the port report to.
   *
   * @param door told of wrong tokens and of right ones
   * @param refusals logs failures
   */
  record Guard(WrongTokens.Door door, RefusalLog refusals) {}

  /**
   * @param permit gets reports of this connection's state
   */
  TaskConnection(Gateway gateway, Channel channel, Permit permit, Guard guard) {
    this.channel = channel;
    this.permit = permit;
    this.timeouts = gateway.config().timeouts();
    this.held = gateway.held();
    this.decoder =
        new ItemDecoder(
            new ParserContext(
                gateway.config().images(), permit.budget(), gateway.token(), gateway.parser()));
    this.sequencer =
        new ReplySequencer(
            gateway, permit.budget(), decoder::grant, this::onLoop, this::proceedSoon);
    this.clock = new ConnectionClock(channel.eventLoop(), this::waitedTooLong);
    this.guard = guard;
    this.bounds = new AnswerBounds(channel.eventLoop().ticker()::nanoTime);
    this.pause = new ReadingPause(channel);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    clock.touch(); // With TLS, this is after the handshake.
    proceed();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    received(bytes.readableBytes());
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

  /** Within an item, bytes count only for the time that they take at the least rate. */
  private void received(int bytes) {
    permit.received();
    bounds.received(bytes);
    if (decoder.expectation() == Expectation.NOTHING) {
      clock.touch();
    } else {
      clock.earn(held.earnedBy(bytes));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    proceed();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      endInput();
    } else if (event == ShutDown.NOW) {
      shutDown();
    } else if (event instanceof Evicted eviction) {
      evict(eviction.why());
    } else if (event instanceof IdleStateEvent idle
        && idle.state() == IdleState.WRITER_IDLE
        && !idle.isFirst() // It may tell of the time before this write.
        && sequencer.unwritten() > 0) {
      LOG.debug("{} does not read its replies: closed", channel.remoteAddress());
      LingeringClose.now(channel);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof IOException) {
      LOG.debug("{} is gone: {}", channel.remoteAddress(), cause.toString());
    } else {
      guard.refusals().failed("the connection of " + channel.remoteAddress(), cause);
    }
    LingeringClose.now(channel);
  }

  /** The connection is closed, or nothing is left to do. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    finishing = true;
    gone = true;
    clock.stop();
    pause.cancel();
    sequencer.cancel();
    decoder.close();
  }

  /**
   * Proceeds after the replies that are already queued on this loop, so that one write sends all.
   */
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

  /** Does everything that can be done now. */
  private void proceed() {
    boolean taken;
    boolean written;
    do {
      taken = takeItems();
      written = writeLines();
    } while (taken || written);
    channel.flush();
    settle();
  }

  private boolean takeItems() {
    boolean taken = false;
    while (mayTake()) {
      Item item = decoder.next();
      if (item == null) {
        finishing = inputEnded && !decoder.isPausing();
        if (decoder.isPausing()) {
          proceedSoon();
        }
        break;
      }
      taken = true;
      clock.touch();
      take(item);
    }
    return taken;
  }

  private void take(Item item) {
    if (item instanceof Item.WrongToken wrong) {
      pause.start(guard.door().wrong(permit.client()).toNanos(), () -> goOn(wrong.refusal()));
    } else if (item instanceof Item.RightToken) {
      guard.door().right(permit.client());
    } else {
      sequencer.take(item);
      long told = sequencer.takeTold();
      finishing = !bounds.answered(item, decoder.read(), told) || sequencer.isOver();
      pauseAfter(told);
    }
  }

  private void pauseAfter(long told) {
    long nanos = bounds.tell(told);
    if (nanos > 0) {
      pause.start(nanos, this::proceed);
    }
  }

  private void goOn(Item late) {
    take(late);
    proceed();
  }

  private boolean mayTake() {
    return !finishing && !pause.isOn() && !sequencer.isFull() && channel.isWritable();
  }

  private boolean writeLines() {
    boolean written = false;
    for (String line = sequencer.nextLine(); line != null; line = sequencer.nextLine()) {
      String sent = line;
      channel.write(Lines.encode(line)).addListener(write -> written(sent, write));
      written = true;
    }
    return written;
  }

  private void written(String line, Future<?> write) {
    sequencer.sent(line);
    if (write.isSuccess()) {
      clock.touch();
      settle();
    } else {
      LingeringClose.now(channel);
    }
  }

  /** Decides whether to read, how long to wait, and whether to close. */
  private void settle() {
    permit.working(sequencer.isWorking());
    pauseAfter(sequencer.takeTold());
    if (finishing && !sequencer.isDue()) {
      close();
      return;
    }
    channel
        .config()
        .setAutoRead(!pause.isOn() && (finishing || (mayTake() && !decoder.isPausing())));
    clock.setLimit(finishing ? Optional.empty() : waitingTime());
  }

  private Optional<Duration> waitingTime() {
    if (!mayTake()) {
      return Optional.empty();
    }
    return switch (decoder.expectation()) {
      case REST -> Optional.of(timeouts.stall());
      case POSSIBLY_MORE -> Optional.of(timeouts.idleClose());
      case NOTHING -> {
        if (sequencer.isDue()) {
          yield Optional.empty();
        }
        yield Optional.of(sequencer.isStreaming() ? timeouts.streamIdle() : timeouts.idleClose());
      }
    };
  }

  private void waitedTooLong() {
    switch (decoder.expectation()) {
      case REST -> endInput();
      case POSSIBLY_MORE -> {
        decoder.cutOff();
        proceed();
      }
      case NOTHING -> LingeringClose.now(channel);
    }
  }

  private void endInput() {
    inputEnded = true;
    decoder.end();
    proceed();
  }

  private void shutDown() {
    if (finishing) {
      return;
    }
    pause.cancel();
    if (decoder.expectation() != Expectation.NOTHING) {
      sequencer.take(Item.refused(decoder.arriving(), Refusals.SHUTTING_DOWN));
    }
    finishing = true;
    proceed();
  }

  private void evict(Rejection why) {
    LOG.debug("{} is evicted: {}", channel.remoteAddress(), why.message());
    if (sequencer.unwritten() > 0) {
      LingeringClose.now(channel);
      return;
    }
    finishing = true;
    channel
        .writeAndFlush(Lines.encode(Lines.refusal(why)))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private void close() {
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
      LingeringClose.start(channel, timeouts.idleClose(), timeouts.stall());
    }
  }

  private void onLoop(Runnable action) {
    try {
      channel.eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("a reply came after the task port was closed");
    }
  }
}
